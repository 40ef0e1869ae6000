import type { Cancellation, Order } from '../domain/order.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

/**
 * Turns the completed saga of a CONFIRMED order round, and takes its lease: of any number at once, and of those who want to
 * ship it, one does.
 * @returns undefined when the order is no longer CONFIRMED, or its cancellation has begun: then nothing was written.
 */
export async function beginCancellation(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  id: string,
  cancellation: Cancellation,
  { now, until }: { now: Date; until: Date },
): Promise<Order | undefined> {
  const document = await orders.findOneAndUpdate(
    { _id: id, status: 'CONFIRMED', 'saga.status': 'COMPLETED' },
    {
      $set: {
        cancellation,
        'saga.status': 'COMPENSATING',
        'saga.finishedAt': null,
        'saga.lease.until': until,
        'saga.retryAt': until,
        updatedAt: now,
      },
      $inc: { 'saga.lease.token': 1 },
    },
    { returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}
