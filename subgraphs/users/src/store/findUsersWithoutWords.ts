import type { Collections } from './collections.ts';

export async function* findUsersWithoutWords(
  users: Pick<Collections['users'], 'find'>,
): AsyncGenerator<{ id: string; name: string; email: string }> {
  const found = users.find({ words: { $exists: false } }, { projection: { name: 1, email: 1 } });
  for (const { _id, name, email } of await found.toArray()) yield { id: _id, name, email };
}
