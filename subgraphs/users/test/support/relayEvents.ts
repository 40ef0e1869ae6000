import { newUuid } from '@holdfast/kit-base/ids';
import type { Event } from '@holdfast/kit-events/event';
import { createMongoOutbox } from '@holdfast/kit-mongo/outbox';
import type { TestUsers } from './service.ts';

/** Publishes the waiting events, as the service's process does, and returns them. */
export async function relayEvents(users: TestUsers): Promise<Event[]> {
  const { users: accounts } = users.collections;
  const published: Event[] = [];
  const outbox = createMongoOutbox({
    collections: [accounts.db.collection('users')],
    leases: accounts.db.collection('leases'),
    holder: newUuid(),
    clock: users.now,
  });
  while (await outbox.relay(async (events) => void published.push(...events)));
  await outbox.end?.();
  return published;
}
