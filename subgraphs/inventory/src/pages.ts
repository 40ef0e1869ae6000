/** Pages of stock items and of the ledger. */
import { type CountedConnection, type PageRequest, toConnection } from '@holdfast/kit-values/page';
import type { Dependencies } from './dependencies.ts';
import { countMovements, findMovements, type Movement, type MovementFilter } from './store/findMovements.ts';
import { countStockItems, findStockItems, LOW, type StockItemFilter } from './store/findStockItems.ts';
import type { StockItem } from './store/stockItemRow.ts';

export type StockItemPage = CountedConnection<StockItem>;
export type MovementPage = CountedConnection<Movement>;

/** By product and warehouse; `page.after` has both. */
export async function stockItemPage(
  { database }: Dependencies,
  filter: StockItemFilter,
  page: PageRequest,
): Promise<StockItemPage> {
  const rows = await findStockItems(database, filter, page);
  return {
    ...toConnection(rows, page, ({ productId, warehouseId }) => [productId, warehouseId]),
    totalCount: () => countStockItems(database, filter),
  };
}

/** What is low, by product and warehouse. */
export async function lowStockPage(
  { database }: Dependencies,
  filter: StockItemFilter,
  page: PageRequest,
): Promise<StockItemPage> {
  const rows = await findStockItems(database, filter, page, LOW);
  return {
    ...toConnection(rows, page, ({ productId, warehouseId }) => [productId, warehouseId]),
    totalCount: () => countStockItems(database, filter, LOW),
  };
}

/** Newest first; `page.after` has the row's id. */
export async function movementPage(
  { database }: Dependencies,
  filter: MovementFilter,
  page: PageRequest,
): Promise<MovementPage> {
  const rows = await findMovements(database, filter, page);
  return {
    ...toConnection(rows, page, ({ id }) => [String(id)]),
    totalCount: () => countMovements(database, filter),
  };
}
