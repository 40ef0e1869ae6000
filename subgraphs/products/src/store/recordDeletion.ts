import type { Event } from '@holdfast/kit-events/event';
import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** Remembers, for ever, that a category is about to be deleted, and tells of it; several deletions of one may say it. */
export async function recordDeletion(
  deletedCategories: Pick<Collections['deletedCategories'], 'updateOne'>,
  id: string,
  events: readonly Event[],
): Promise<void> {
  const record = () => deletedCategories.updateOne({ _id: id }, pushEvents(events), { upsert: true });
  try {
    await record();
  } catch (error) {
    // Another deletion was inserting it at the same moment: now it is there.
    if (!isDuplicateKey(error)) throw error;
    await record();
  }
}
