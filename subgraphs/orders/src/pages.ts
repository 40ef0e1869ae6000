import { type Connection, type PageRequest, toConnection } from '@holdfast/kit/connection';
import type { Dependencies } from './dependencies.ts';
import type { Order } from './domain/order.ts';
import { countOrders, listOrders, type OrderListFilter } from './store/listOrders.ts';

/** A page that counts the whole list only when it is asked for `totalCount`. */
export interface OrderPage extends Connection<Order> {
  totalCount(): Promise<number>;
}

/** Newest first; `page.after` has the order's id. */
export async function orderPage(
  { orders }: Dependencies,
  filter: OrderListFilter,
  page: PageRequest,
): Promise<OrderPage> {
  const found = await listOrders(orders, filter, page);
  return { ...toConnection(found, page, ({ id }) => [id]), totalCount: () => countOrders(orders, filter) };
}
