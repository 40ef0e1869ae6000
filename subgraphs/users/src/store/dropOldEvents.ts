import type { Document, UpdateFilter } from 'mongodb';
import type { OldEvent } from '../domain/oldEvent.ts';
import type { Collections, UserDocument } from './collections.ts';

/** Takes exactly these out of a user's document. */
export async function dropOldEvents(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  old: readonly OldEvent[],
): Promise<void> {
  const update: Document = { $pullAll: { outbox: [...old] } };
  await users.updateOne({ _id: id }, update as UpdateFilter<UserDocument>);
}
