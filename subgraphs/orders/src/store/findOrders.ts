import type { Order } from '../domain/order.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

type Readable = Pick<OrdersCollection, 'find' | 'findOne'>;

export async function findOrders(orders: Readable, ids: readonly string[]): Promise<Order[]> {
  return (await orders.find({ _id: { $in: [...ids] } }).toArray()).map(toOrder);
}

export async function findOrderByKey(
  orders: Readable,
  { customerId, idempotencyKey }: { customerId: string; idempotencyKey: string },
): Promise<Order | undefined> {
  const document = await orders.findOne({ customerId, idempotencyKey });
  return document ? toOrder(document) : undefined;
}
