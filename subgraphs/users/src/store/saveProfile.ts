import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';
import { readUserDocument } from './readUserDocument.ts';

/** @returns the user after it; undefined when there is none. */
export async function saveProfile(
  users: Pick<Collections['users'], 'findOneAndUpdate'>,
  id: string,
  { name, words, now }: { name: string; words: readonly string[]; now: Date },
): Promise<User | undefined> {
  const document = await users.findOneAndUpdate(
    { _id: id },
    { $set: { name, words: [...words], updatedAt: now } },
    { returnDocument: 'after' },
  );
  return document ? readUserDocument(document) : undefined;
}
