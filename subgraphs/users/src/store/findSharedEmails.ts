import type { Collections } from './collections.ts';

export interface SharedEmail {
  readonly id: string;
  readonly email: string;
  /** The account that has the address in its present form. */
  readonly sharesWith: string;
}

/** The accounts that have one address with another. */
export async function findSharedEmails(users: Pick<Collections['users'], 'find'>): Promise<SharedEmail[]> {
  const projection = { email: 1, sharesEmailWith: 1 };
  const found = await users
    .find({ sharesEmailWith: { $exists: true } }, { projection })
    .sort({ _id: 1 })
    .toArray();
  return found.map(({ _id, email, sharesEmailWith = '' }) => ({
    id: _id,
    email,
    sharesWith: sharesEmailWith,
  }));
}
