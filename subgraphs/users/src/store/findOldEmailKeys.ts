import { type Collections, EMAIL_KEY_VERSION } from './collections.ts';

/** The accounts whose key is an earlier version's, as they are read. */
export async function* findOldEmailKeys(
  users: Pick<Collections['users'], 'find'>,
): AsyncGenerator<{ id: string; email: string }> {
  const filter = { emailKeyVersion: { $ne: EMAIL_KEY_VERSION } } as const;
  for await (const { _id, email } of users.find(filter, { projection: { email: 1 } }))
    yield { id: _id, email };
}
