import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** Adds events to a user's that tell of no change of the user. */
export async function appendEvents(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  events: readonly Event[],
): Promise<void> {
  await users.updateOne({ _id: id }, pushEvents(events));
}
