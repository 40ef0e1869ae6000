import type { Event } from '@holdfast/kit-events/event';
import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument } from './readUserDocument.ts';

/** @returns the user after it; undefined when there is none. */
export async function saveProfile(
  users: Pick<Collections['users'], 'findOneAndUpdate'>,
  id: string,
  {
    name,
    words,
    now,
    event,
  }: { name: string; words: readonly string[]; now: Date; event: Event<'AccountChanged'> },
): Promise<User | undefined> {
  const document = await users.findOneAndUpdate(
    { _id: id },
    { $set: { name, words: [...words], updatedAt: now }, ...pushEvents([event]) },
    { returnDocument: 'after' },
  );
  return document ? readUserDocument(document) : undefined;
}
