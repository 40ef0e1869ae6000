import { isId } from '@holdfast/kit-base/ids';
import {
  type CountedConnection,
  isTime,
  type KeyCheck,
  type PageRequest,
  toConnection,
} from '@holdfast/kit-values/page';
import type { Dependencies } from './dependencies.ts';
import type { Order } from './domain/order.ts';
import { countOrders, listOrders, type OrderListFilter } from './store/listOrders.ts';

export type OrderPage = CountedConnection<Order>;

/** The sort key of an order in a list. */
export const ORDER_KEYS: readonly KeyCheck[] = [isTime, isId];

/** Newest first; `page.after` has when the order was placed, and its id. */
export async function orderPage(
  { orders }: Dependencies,
  filter: OrderListFilter,
  page: PageRequest,
): Promise<OrderPage> {
  const found = await listOrders(orders, filter, page);
  return {
    ...toConnection(found, page, ({ placedAt, id }) => [placedAt.toISOString(), id]),
    totalCount: () => countOrders(orders, filter),
  };
}
