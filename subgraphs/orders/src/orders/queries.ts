import type { PageRequest } from '@holdfast/kit-values/page';
import type { Filter } from 'mongodb';
import { type OrderDocument, type OrdersCollection, toOrder } from '../database/orderDocument.ts';
import type { Order, OrderStatus } from '../domain/order.ts';

export async function findOrders(
  orders: Pick<OrdersCollection, 'find'>,
  ids: readonly string[],
): Promise<Order[]> {
  return (await orders.find({ _id: { $in: [...ids] } }).toArray()).map(toOrder);
}

/** The conditions of a list; null means no condition. */
export interface OrderListFilter {
  readonly customerId: string | null;
  /** The order has any of these statuses. */
  readonly statuses: readonly OrderStatus[] | null;
  /** Inclusive. */
  readonly placedFrom: Date | null;
  /** Inclusive. */
  readonly placedTo: Date | null;
}

/** Returns a page and one order more, newest first. The cursor is the time of placing and the id. */
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

/** The `$or` implies the upper bound on `placedAt`, which is there as the bound for reading the index. */
function olderThan(
  filter: OrderListFilter,
  [time = '', id = '']: NonNullable<PageRequest['after']>,
): Filter<OrderDocument> {
  const at = new Date(time);
  const placedTo = filter.placedTo && filter.placedTo < at ? filter.placedTo : at;
  return { ...matching({ ...filter, placedTo }), $or: [{ placedAt: { $lt: at } }, { _id: { $lt: id } }] };
}
