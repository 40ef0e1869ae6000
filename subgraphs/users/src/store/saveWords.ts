import type { Collections } from './collections.ts';

/** Writes them where there are none: a change of the name that came meanwhile wrote its own. */
export async function saveWords(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  words: readonly string[],
): Promise<void> {
  await users.updateOne({ _id: id, words: { $exists: false } }, { $set: { words: [...words] } });
}
