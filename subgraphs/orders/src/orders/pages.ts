import { isId } from '@holdfast/kit-base/ids';
import { type CountedPage, isTime, type KeyCheck, type PageRequest, toPage } from '@holdfast/kit-values/page';
import type { OrdersCollection } from '../database/orderDocument.ts';
import type { Order } from '../domain/order.ts';
import { countOrders, listOrders, type OrderListFilter } from './queries.ts';

export type OrderPage = CountedPage<Order>;

/** The sort key of an order in a list: the time of placing and the id. */
export const ORDER_KEYS: readonly KeyCheck[] = [isTime, isId];

/** Reads a page of orders, newest first. Counts them only when the client asks for the total. */
export async function orderPage(
  orders: Pick<OrdersCollection, 'find' | 'countDocuments'>,
  filter: OrderListFilter,
  page: PageRequest,
): Promise<OrderPage> {
  const found = await listOrders(orders, filter, page);
  return {
    ...toPage(found, page, ({ placedAt, id }) => [placedAt.toISOString(), id]),
    totalCount: () => countOrders(orders, filter),
  };
}
