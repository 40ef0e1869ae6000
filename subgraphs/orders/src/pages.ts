import { type CountedConnection, type PageRequest, toConnection } from '@holdfast/kit/connection';
import type { Dependencies } from './dependencies.ts';
import type { Order } from './domain/order.ts';
import { countOrders, listOrders, type OrderListFilter } from './store/listOrders.ts';

export type OrderPage = CountedConnection<Order>;

/** Newest first; `page.after` has the order's id. */
export async function orderPage(
  { orders }: Dependencies,
  filter: OrderListFilter,
  page: PageRequest,
): Promise<OrderPage> {
  const found = await listOrders(orders, filter, page);
  return { ...toConnection(found, page, ({ id }) => [id]), totalCount: () => countOrders(orders, filter) };
}
