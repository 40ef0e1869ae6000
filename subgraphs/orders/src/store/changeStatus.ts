import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Order } from '../domain/order.ts';
import type { Transition } from '../domain/transition.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

/**
 * Gives an order the status that was decided on, unless it has gone on since: to another status, or into its
 * cancellation. The lease's token grows, so that nobody who had it before can write over this.
 * @returns undefined when it has, and nothing was written.
 */
export async function changeStatus(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  { from, to, events }: Transition,
): Promise<Order | undefined> {
  const { status, shipment, history, updatedAt } = to;
  const document = await orders.findOneAndUpdate(
    { _id: from.id, status: from.status, 'saga.status': 'COMPLETED' },
    {
      $set: { status, shipment, history, updatedAt },
      $inc: { 'saga.lease.token': 1 },
      ...pushEvents(events),
    },
    { returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}
