import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { type CountedPage, type PageRequest, toPage } from '@holdfast/kit-values/page';
import {
  countStockItems,
  findStockItems,
  type StockItem,
  type StockItemCondition,
  type StockItemFilter,
} from './queries/stockItems.ts';

export type StockItemPage = CountedPage<StockItem>;

/** Returns a page of stock items by product and warehouse; `page.after` holds both. */
export async function stockItemPage(
  { database }: { readonly database: Queryable },
  filter: StockItemFilter,
  page: PageRequest,
  condition: StockItemCondition = 'true',
): Promise<StockItemPage> {
  const rows = await findStockItems(database, filter, page, condition);
  return {
    ...toPage(rows, page, ({ productId, warehouseId }) => [productId, warehouseId]),
    totalCount: () => countStockItems(database, filter, condition),
  };
}
