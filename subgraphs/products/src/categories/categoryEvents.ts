import { type Event, type EventData, type EventStamp, newEvent } from '@holdfast/kit-events/event';
import type { Category } from '../domain/category.ts';

type Data = EventData<'CategoryChanged'>;

/**
 * Reports that a category was added, changed or deleted.
 * @param before null for a new category; `after` is null for a deleted one.
 * @param by the user who made the change; null for this service.
 */
export function categoryEvent(
  categoryId: string,
  { change, before, after }: { change: Data['change']; before: Category | null; after: Category | null },
  by: string | null,
  stamp: EventStamp,
): Event<'CategoryChanged'> {
  const data = {
    categoryId,
    actor: by ?? 'products',
    change,
    before: stateOf(before),
    after: stateOf(after),
  };
  return newEvent('CategoryChanged', data, stamp);
}

const stateOf = (category: Category | null) =>
  category && { name: category.name, slug: category.slug, parentId: category.parentId };
