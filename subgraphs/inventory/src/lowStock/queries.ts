import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { STOCK_ITEM_COLUMNS, type StockItem } from '../stock/queries/stockItems.ts';

/**
 * Sets an item's threshold. A threshold that is already set stays, and so does `updated_at`.
 * @returns undefined when the product was never in the warehouse.
 */
export async function updateReorderThreshold(
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

/**
 * Writes the StockLow events that the hourly limit of their products held back, as far as the limit now
 * allows (`tell_of_low_stock`). Skips items that another transaction holds, so that several processes may run
 * it at once.
 */
export async function writeDueAlarms(
  tx: Queryable,
  { now, limit }: { now: Date; limit: number },
): Promise<void> {
  const { rows } = await tx.query<{ id: string; productId: string }>(
    `select id, product_id as "productId" from stock_items as item
     where alarm = 'DUE' and (
       select count(*) from stock_alarms as told
       where told.product_id = item.product_id and told.at > $1::timestamptz - interval '1 hour'
     ) < alarms_an_hour()
     order by product_id, warehouse_id limit $2 for update skip locked`,
    [now, limit],
  );
  if (rows.length === 0) return;
  await tx.query(
    'select from stock_versions where product_id = any ($1::uuid[]) order by product_id for update',
    [rows.map(({ productId }) => productId)],
  );
  await tx.query('select tell_of_low_stock($1::uuid[], $2)', [rows.map(({ id }) => id), now]);
}

/** Returns when `writeDueAlarms` has something to write; null when no alarm waits. */
export async function findNextAlarm(database: Queryable): Promise<Date | null> {
  const { rows } = await database.query<{ at: Date | null }>(
    `select min(coalesce((
       select at + interval '1 hour' from stock_alarms as told where told.product_id = item.product_id
       order by at desc offset alarms_an_hour() - 1 limit 1
     ), to_timestamp(0))) as at
     from stock_items as item where alarm = 'DUE'`,
  );
  return rows[0]?.at ?? null;
}
