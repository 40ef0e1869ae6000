import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import type { Category } from './domain/category.ts';
import type { Making } from './productEvents.ts';

type Told = EventData<'CategoryChanged'>;

/**
 * Tells of a category that was added, changed or deleted.
 * @param before null for a new one, as `after` for one that is gone.
 * @param by the user who did it; null for this service.
 */
export function categoryEvent(
  categoryId: string,
  { change, before, after }: { change: Told['change']; before: Category | null; after: Category | null },
  by: string | null,
  making: Making,
): Event<'CategoryChanged'> {
  const data = {
    categoryId,
    actor: by ?? 'products',
    change,
    before: stateOf(before),
    after: stateOf(after),
  };
  return newEvent('CategoryChanged', data, making);
}

const stateOf = (category: Category | null) =>
  category && { name: category.name, slug: category.slug, parentId: category.parentId };
