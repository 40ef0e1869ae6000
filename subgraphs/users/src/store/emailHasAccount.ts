import type { Collections } from './collections.ts';

/** @param emailKey the address in the form of that name. */
export async function emailHasAccount(
  users: Pick<Collections['users'], 'findOne'>,
  emailKey: string,
): Promise<boolean> {
  return (await users.findOne({ emailKey }, { projection: { _id: 1 } })) !== null;
}
