import type { PageRequest } from '@holdfast/kit-values/page';
import type { Filter } from 'mongodb';
import type { Order, OrderStatus } from '../domain/order.ts';
import { type OrderDocument, type OrdersCollection, toOrder } from './orderDocument.ts';

/** Null is no condition. */
export interface OrderListFilter {
  readonly customerId: string | null;
  /** Any of these. */
  readonly statuses: readonly OrderStatus[] | null;
  readonly placedFrom: Date | null;
  /** Placed then is still within. */
  readonly placedTo: Date | null;
}

/** One more than the page, newest first; the cursor is the time and the id. */
export async function listOrders(
  orders: Pick<OrdersCollection, 'find'>,
  filter: OrderListFilter,
  { limit, after }: PageRequest,
): Promise<Order[]> {
  const documents = await orders
    .find(after ? olderThan(filter, after) : matching(filter))
    .sort({ placedAt: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  return documents.map(toOrder);
}

export async function countOrders(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  filter: OrderListFilter,
): Promise<number> {
  return orders.countDocuments(matching(filter));
}

function matching({ customerId, statuses, placedFrom, placedTo }: OrderListFilter): Filter<OrderDocument> {
  return {
    ...(customerId !== null && { customerId }),
    ...(statuses && { status: { $in: [...statuses] } }),
    ...((placedFrom || placedTo) && {
      placedAt: { ...(placedFrom && { $gte: placedFrom }), ...(placedTo && { $lte: placedTo }) },
    }),
  };
}

/** The earlier end says nothing new beside the `$or`; it is the bound from which the index is read. */
function olderThan(
  filter: OrderListFilter,
  [time = '', id = '']: NonNullable<PageRequest['after']>,
): Filter<OrderDocument> {
  const at = new Date(time);
  const placedTo = filter.placedTo && filter.placedTo < at ? filter.placedTo : at;
  return { ...matching({ ...filter, placedTo }), $or: [{ placedAt: { $lt: at } }, { _id: { $lt: id } }] };
}
