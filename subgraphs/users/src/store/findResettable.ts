import type { SecretToken } from '../domain/secretToken.ts';
import type { Collections } from './collections.ts';

/** Whether the token is the newest one of its user for a new password, and in time: before a hash is made for it. */
export async function findResettable(
  users: Pick<Collections['users'], 'findOne'>,
  { id, hash }: SecretToken,
  now: Date,
): Promise<boolean> {
  const filter = { _id: id, 'passwordReset.hash': hash, 'passwordReset.expiresAt': { $gt: now } };
  return (await users.findOne(filter, { projection: { _id: 1 } })) !== null;
}
