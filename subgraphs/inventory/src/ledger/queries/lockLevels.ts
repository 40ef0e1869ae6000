import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { StockLevel } from '../domain.ts';

const COLUMNS = `item.id as "itemId", item.product_id as "productId", item.warehouse_id as "warehouseId",
  warehouse.active, item.on_hand as "onHand", item.reserved`;

const FROM = 'from stock_items as item join warehouses as warehouse on warehouse.id = item.warehouse_id';

/** Every transaction locks rows of `stock_items` in this order, so that no two wait for each other. */
const LOCK = 'order by item.product_id, item.warehouse_id for no key update of item';

/** Locks all items of these products until the transaction ends, and reads them. */
export async function lockLevelsOfProducts(
  tx: Queryable,
  productIds: readonly string[],
): Promise<StockLevel[]> {
  if (productIds.length === 0) return [];
  const { rows } = await tx.query<StockLevel>(
    `select ${COLUMNS} ${FROM} where item.product_id = any($1::uuid[]) ${LOCK}`,
    [productIds],
  );
  return rows;
}

/** Locks the product's items in these warehouses until the transaction ends, and reads them. */
export async function lockLevelsIn(
  tx: Queryable,
  { productId, warehouseIds }: { productId: string; warehouseIds: readonly string[] },
): Promise<StockLevel[]> {
  const { rows } = await tx.query<StockLevel>(
    `select ${COLUMNS} ${FROM}
     where item.product_id = $1 and item.warehouse_id = any($2::uuid[]) ${LOCK}`,
    [productId, warehouseIds],
  );
  return rows;
}

/** Locks these items until the transaction ends, and reads them. */
export async function lockLevels(tx: Queryable, itemIds: readonly string[]): Promise<StockLevel[]> {
  const { rows } = await tx.query<StockLevel>(
    `select ${COLUMNS} ${FROM} where item.id = any($1::uuid[]) ${LOCK}`,
    [itemIds],
  );
  return rows;
}
