import type { OldEvent } from '../domain/oldEvent.ts';
import type { User } from '../domain/user.ts';
import type { Collections } from './collections.ts';

export interface WithOldEvents {
  readonly account: Pick<User, 'id' | 'email' | 'name'>;
  readonly old: readonly OldEvent[];
}

/** The accounts in whose documents events wait that are none for the bus. */
export async function findOldEvents(users: Pick<Collections['users'], 'find'>): Promise<WithOldEvents[]> {
  const found = await users
    .find({ 'outbox.at': { $exists: true } }, { projection: { email: 1, name: 1, outbox: 1 } })
    .toArray();
  return found.map(({ _id, email, name, outbox = [] }) => ({
    account: { id: _id, email, name },
    old: (outbox as readonly object[]).filter((event): event is OldEvent => 'at' in event),
  }));
}
