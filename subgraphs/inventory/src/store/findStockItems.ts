import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import { STOCK_ITEM_COLUMNS, type StockItem } from './stockItemRow.ts';

export interface StockItemFilter {
  readonly warehouseId: string | null;
  readonly productId: string | null;
}

/** Only items at or below their threshold, as SQL. No index of its own: one on these columns would make every sale rewrite it, and
 * no update of a hot item could stay within its page (heap-only tuples). A page walks the index of product and warehouse until
 * it is full. */
export const LOW = 'on_hand - reserved <= reorder_threshold';

const MATCHES = '($1::uuid is null or warehouse_id = $1) and ($2::uuid is null or product_id = $2)';

/**
 * One more than the page, by product and warehouse; the cursor has both.
 * @param condition all of the filter's, or only those that are LOW.
 */
export async function findStockItems(
  database: Queryable,
  filter: StockItemFilter,
  { limit, after }: PageRequest,
  condition: 'true' | typeof LOW = 'true',
): Promise<StockItem[]> {
  const { rows } = await database.query<StockItem>(
    `select ${STOCK_ITEM_COLUMNS} from stock_items
     where ${MATCHES} and ${condition} and ($3::uuid is null or (product_id, warehouse_id) > ($3, $4::uuid))
     order by product_id, warehouse_id limit $5`,
    [filter.warehouseId, filter.productId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows;
}

export async function countStockItems(
  database: Queryable,
  filter: StockItemFilter,
  condition: 'true' | typeof LOW = 'true',
): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from stock_items where ${MATCHES} and ${condition}`,
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
