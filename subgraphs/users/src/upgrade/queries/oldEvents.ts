import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Document, UpdateFilter } from 'mongodb';
import type { User } from '../../accounts/domain/user.ts';
import type { Collections, UserDocument } from '../../database/collections.ts';
import type { OldEvent } from '../domain.ts';

export interface WithOldEvents {
  readonly account: Pick<User, 'id' | 'email' | 'name'>;
  readonly old: readonly OldEvent[];
}

/** Finds the accounts with events in the old form. */
export async function findOldEvents(users: Pick<Collections['users'], 'find'>): Promise<WithOldEvents[]> {
  const found = await users
    .find({ 'outbox.at': { $exists: true } }, { projection: { email: 1, name: 1, outbox: 1 } })
    .toArray();
  return found.map(({ _id, email, name, outbox = [] }) => ({
    account: { id: _id, email, name },
    old: (outbox as readonly object[]).filter((event): event is OldEvent => 'at' in event),
  }));
}

/** Appends events to a user's outbox without changing the user. */
export async function appendEvents(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  events: readonly Event[],
): Promise<void> {
  await users.updateOne({ _id: id }, pushEvents(events));
}

/** Removes exactly these events from a user's outbox. */
export async function dropOldEvents(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  old: readonly OldEvent[],
): Promise<void> {
  const update: Document = { $pullAll: { outbox: [...old] } };
  await users.updateOne({ _id: id }, update as UpdateFilter<UserDocument>);
}
