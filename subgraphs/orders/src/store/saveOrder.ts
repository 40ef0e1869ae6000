import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Transition } from '../domain/transition.ts';
import { changedFields, type OrdersCollection } from './orderDocument.ts';

/**
 * Writes what changed of an order, and the events that tell of it, when the writer still has the lease. The document is not
 * replaced: what the relay took out of it meanwhile would come back.
 * @returns false when another process took it over: then nothing was written.
 */
export async function saveOrder(
  orders: Pick<OrdersCollection, 'updateOne'>,
  { from, to, events }: Transition,
): Promise<boolean> {
  const { matchedCount } = await orders.updateOne(
    { _id: from.id, 'saga.lease.token': from.saga.lease.token },
    { $set: changedFields(from, to), ...(events.length > 0 && pushEvents(events)) },
  );
  return matchedCount === 1;
}
