import { batch } from '@holdfast/kit-base/batch';
import { createSharedReads } from '@holdfast/kit-base/sharedReads';
import type { Collections } from '../database/collections.ts';
import { findUsers } from './queries.ts';
import type { LoadUser } from './readUser.ts';

const sharedReads = new WeakMap<Collections['users'], LoadUser>();

/** Returns how a process reads users: for all requests together. */
export function sharedUsers(users: Collections['users']): LoadUser {
  const known = sharedReads.get(users);
  if (known) return known;
  const reads = createSharedReads(
    batch('users', async (ids: readonly string[]) => {
      const found = new Map((await findUsers(users, ids)).map((user) => [user.id, user]));
      return ids.map((id) => found.get(id) ?? null);
    }),
  );
  sharedReads.set(users, reads);
  return reads;
}
