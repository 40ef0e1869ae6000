import type { PageRequest } from '@holdfast/kit/connection';
import type { Queryable } from '@holdfast/kit/postgres';
import { STOCK_ITEM_COLUMNS, type StockItem } from './stockItemRow.ts';

export interface StockItemFilter {
  readonly warehouseId: string | null;
  readonly productId: string | null;
}

const MATCHES = '($1::uuid is null or warehouse_id = $1) and ($2::uuid is null or product_id = $2)';

/** One more than the page, by product and warehouse; the cursor has both. */
export async function findStockItems(
  database: Queryable,
  filter: StockItemFilter,
  { limit, after }: PageRequest,
): Promise<StockItem[]> {
  const { rows } = await database.query<StockItem>(
    `select ${STOCK_ITEM_COLUMNS} from stock_items
     where ${MATCHES} and ($3::uuid is null or (product_id, warehouse_id) > ($3, $4::uuid))
     order by product_id, warehouse_id limit $5`,
    [filter.warehouseId, filter.productId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows;
}

export async function countStockItems(database: Queryable, filter: StockItemFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from stock_items where ${MATCHES}`,
    [filter.warehouseId, filter.productId],
  );
  return rows[0]?.count ?? 0;
}

export async function findStockItemsByIds(database: Queryable, ids: readonly string[]): Promise<StockItem[]> {
  const { rows } = await database.query<StockItem>(
    `select ${STOCK_ITEM_COLUMNS} from stock_items where id = any($1::uuid[])`,
    [ids],
  );
  return rows;
}

/** All items of these products, each product's by warehouse. */
export async function findStockItemsOfProducts(
  database: Queryable,
  productIds: readonly string[],
): Promise<StockItem[]> {
  const { rows } = await database.query<StockItem>(
    `select ${STOCK_ITEM_COLUMNS} from stock_items where product_id = any($1::uuid[])
     order by product_id, warehouse_id`,
    [productIds],
  );
  return rows;
}
