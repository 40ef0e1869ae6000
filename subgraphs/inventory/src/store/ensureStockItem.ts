import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Makes the empty item of a product in a warehouse, unless there is one; nothing when there is no such warehouse. */
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
