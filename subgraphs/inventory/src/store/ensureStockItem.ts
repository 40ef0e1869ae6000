import type { Queryable } from '@holdfast/kit/postgres';

/** Makes the empty item of a product in a warehouse, unless there is one. */
export async function ensureStockItem(
  tx: Queryable,
  item: { id: string; productId: string; warehouseId: string; now: Date },
): Promise<void> {
  await tx.query(
    `insert into stock_items (id, product_id, warehouse_id, updated_at) values ($1, $2, $3, $4)
     on conflict (product_id, warehouse_id) do nothing`,
    [item.id, item.productId, item.warehouseId, item.now],
  );
}
