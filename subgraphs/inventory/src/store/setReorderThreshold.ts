import type { Queryable } from '@holdfast/kit/postgres';
import { STOCK_ITEM_COLUMNS, type StockItem } from './stockItemRow.ts';

/** @returns undefined when the product was never in the warehouse. */
export async function setReorderThreshold(
  database: Queryable,
  {
    productId,
    warehouseId,
    threshold,
    now,
  }: { productId: string; warehouseId: string; threshold: number; now: Date },
): Promise<StockItem | undefined> {
  const { rows } = await database.query<StockItem>(
    `update stock_items set reorder_threshold = $3, updated_at = $4 where product_id = $1 and warehouse_id = $2
     returning ${STOCK_ITEM_COLUMNS}`,
    [productId, warehouseId, threshold, now],
  );
  return rows.at(0);
}
