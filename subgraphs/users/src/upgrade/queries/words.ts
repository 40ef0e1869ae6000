import type { Collections } from '../../database/collections.ts';

export async function* findUsersWithoutWords(
  users: Pick<Collections['users'], 'find'>,
): AsyncGenerator<{ id: string; name: string; email: string }> {
  const found = users.find({ words: { $exists: false } }, { projection: { name: 1, email: 1 } });
  for (const { _id, name, email } of await found.toArray()) yield { id: _id, name, email };
}

/** Writes an account's words if it has none: a concurrent change of the name may have written its own. */
export async function saveWords(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  words: readonly string[],
): Promise<void> {
  await users.updateOne({ _id: id, words: { $exists: false } }, { $set: { words: [...words] } });
}
