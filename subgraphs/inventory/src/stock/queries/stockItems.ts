import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';

export interface StockItem {
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly reorderThreshold: number;
  readonly updatedAt: Date;
}

/** The columns of a stock item, for `select`. */
export const STOCK_ITEM_COLUMNS = `id, product_id as "productId", warehouse_id as "warehouseId", on_hand as "onHand",
  reserved, reorder_threshold as "reorderThreshold", updated_at as "updatedAt"`;

/** Restricts a list; null matches any. */
export interface StockItemFilter {
  readonly warehouseId: string | null;
  readonly productId: string | null;
}

const MATCHES = '($1::uuid is null or warehouse_id = $1) and ($2::uuid is null or product_id = $2)';

/**
 * The condition of items at or below their threshold. It has no index: an index on these columns would make
 * every sale rewrite it, and no update of a hot item could stay within its page (heap-only tuples). A query
 * walks the index of product and warehouse until its page is full.
 */
export const LOW = 'on_hand - reserved <= reorder_threshold';

/** Selects all items of a filter, or only the low ones. */
export type StockItemCondition = 'true' | typeof LOW;

/** Returns one item more than the page holds, by product and warehouse; the cursor has both. */
export async function findStockItems(
  database: Queryable,
  filter: StockItemFilter,
  { limit, after }: PageRequest,
  condition: StockItemCondition,
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
  condition: StockItemCondition,
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

/** Returns all items of these products, each product's by warehouse. */
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

/** Inserts an empty item for a product in a warehouse, unless the item exists or the warehouse does not. */
export async function ensureStockItem(
  tx: Queryable,
  item: { id: string; productId: string; warehouseId: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into stock_items (id, product_id, warehouse_id, updated_at)
     select $1, $2, warehouses.id, $4 from warehouses where warehouses.id = $3
     on conflict (product_id, warehouse_id) do nothing`,
    [item.id, item.productId, item.warehouseId, item.now],
  );
}
