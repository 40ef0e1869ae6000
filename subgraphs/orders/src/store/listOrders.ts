import type { PageRequest } from '@holdfast/kit/connection';
import type { Order } from '../domain/order.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

export interface OrderListFilter {
  /** Null for everybody's. */
  readonly customerId: string | null;
}

/** One more than the page, newest first: ids are UUIDv7, which sort by time; the cursor is the id. */
export async function listOrders(
  orders: Pick<OrdersCollection, 'find'>,
  { customerId }: OrderListFilter,
  { limit, after }: PageRequest,
): Promise<Order[]> {
  const [before] = after ?? [];
  const documents = await orders
    .find({
      ...(customerId !== null && { customerId }),
      ...(before !== undefined && { _id: { $lt: before } }),
    })
    .sort({ _id: -1 })
    .limit(limit + 1)
    .toArray();
  return documents.map(toOrder);
}

export async function countOrders(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  { customerId }: OrderListFilter,
): Promise<number> {
  return orders.countDocuments(customerId === null ? {} : { customerId });
}
