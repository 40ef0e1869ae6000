import type { PageRequest } from '@holdfast/kit/connection';
import type { Queryable } from '@holdfast/kit/postgres';
import { STOCK_ITEM_COLUMNS, type StockItem } from './stockItemRow.ts';

// No index of its own: one on these columns would make every sale rewrite it, and no update of a hot item could stay
// within its page (heap-only tuples). A page walks the index of product and warehouse until it is full.
const LOW = 'on_hand - reserved <= reorder_threshold';

/** One more than the page, by product and warehouse; the cursor has both. */
export async function findLowStock(database: Queryable, { limit, after }: PageRequest): Promise<StockItem[]> {
  const { rows } = await database.query<StockItem>(
    `select ${STOCK_ITEM_COLUMNS} from stock_items
     where ${LOW} and ($1::uuid is null or (product_id, warehouse_id) > ($1, $2::uuid))
     order by product_id, warehouse_id limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows;
}

export async function countLowStock(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from stock_items where ${LOW}`,
  );
  return rows[0]?.count ?? 0;
}
