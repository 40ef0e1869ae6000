import type { Order } from '../domain/order.ts';
import { type OrdersCollection, toDocument } from './orderDocument.ts';

/**
 * Replaces an order's document, when the writer still has the lease.
 * @returns false when another process took it over: then nothing was written.
 */
export async function saveOrder(
  orders: Pick<OrdersCollection, 'replaceOne'>,
  order: Order,
): Promise<boolean> {
  const { _id, ...document } = toDocument(order);
  const { matchedCount } = await orders.replaceOne(
    { _id, 'saga.lease.token': order.saga.lease.token },
    document,
  );
  return matchedCount === 1;
}
