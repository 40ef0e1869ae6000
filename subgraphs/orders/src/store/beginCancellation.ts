import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { Order } from '../domain/order.ts';
import type { Transition } from '../domain/transition.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

/**
 * Turns the completed saga of a CONFIRMED order round, and takes its lease: of any number at once, and of those who want to
 * ship it, one does.
 * @returns undefined when the order is no longer CONFIRMED, or its cancellation has begun: then nothing was written.
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
