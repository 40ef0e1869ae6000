import type { Collections } from './collections.ts';

export function countAdmins(users: Pick<Collections['users'], 'countDocuments'>): Promise<number> {
  return users.countDocuments({ roles: 'ADMIN' });
}
