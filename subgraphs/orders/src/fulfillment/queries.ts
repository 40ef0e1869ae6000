import { pushEvents } from '@holdfast/kit-mongo/outbox';
import { type OrdersCollection, toOrder } from '../database/orderDocument.ts';
import type { Order } from '../domain/order.ts';
import type { Transition } from '../domain/transition.ts';

/**
 * Begins to compensate the completed saga of a CONFIRMED order, and takes its lease. Of any number of
 * concurrent calls, and of those that ship the order, one succeeds.
 * @returns undefined when the order is no longer CONFIRMED, or its cancellation has begun. Then nothing was
 *   written.
 */
export async function beginCancellation(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  { from, to, events }: Transition,
): Promise<Order | undefined> {
  const document = await orders.findOneAndUpdate(
    { _id: from.id, status: 'CONFIRMED', 'saga.status': 'COMPLETED' },
    {
      $set: {
        cancellation: to.cancellation,
        'saga.status': to.saga.status,
        'saga.finishedAt': to.saga.finishedAt,
        'saga.lease.until': to.saga.lease.until,
        'saga.retryAt': to.saga.retryAt,
        updatedAt: to.updatedAt,
      },
      $inc: { 'saga.lease.token': 1 },
      ...pushEvents(events),
    },
    { returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}

/**
 * Gives an order the status that was decided on, unless the order has changed since: to another status, or
 * into its cancellation. The lease's token is incremented, so a previous holder cannot overwrite this.
 * @returns undefined when the order has changed. Then nothing was written.
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
