import type { Event } from '@holdfast/kit-events/event';
import type { Collections } from './collections.ts';

/** What waits in a category's document to be told. */
export async function findCategoryEvents(
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<readonly Event[]> {
  const document = await categories.findOne({ _id: id }, { projection: { outbox: 1 } });
  return document?.outbox ?? [];
}
