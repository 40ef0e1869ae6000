import { pushEvents } from '@holdfast/kit-mongo/outbox';
import { changedFields, type OrdersCollection } from '../../database/orderDocument.ts';
import type { Transition } from '../../domain/transition.ts';

/**
 * Writes the changed fields of an order and the events that report the change, if the writer still holds the
 * lease. The document is not replaced, because that would bring back events that the relay has removed in the
 * meantime.
 * @returns false when another process has taken the order over. Then nothing was written.
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
