import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { STOCK_ITEM_COLUMNS, type StockItem } from './stockItemRow.ts';

/** Setting what it is already is no change: `updated_at` stays. @returns undefined when the product was never in the warehouse. */
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
    `update stock_items
     set reorder_threshold = $3, updated_at = case reorder_threshold when $3 then updated_at else $4 end
     where product_id = $1 and warehouse_id = $2
     returning ${STOCK_ITEM_COLUMNS}`,
    [productId, warehouseId, threshold, now],
  );
  return rows.at(0);
}
