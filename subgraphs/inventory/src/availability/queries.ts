import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface Availability {
  readonly productId: string;
  readonly available: number;
}

/** Counts the units that can be reserved in active warehouses. Expired holds do not count, swept or not. */
export async function findAvailability(
  database: Queryable,
  productIds: readonly string[],
  now: Date,
): Promise<Availability[]> {
  const { rows } = await database.query<Availability>(
    `select item.product_id as "productId", sum(item.on_hand - item.reserved + coalesce(due.quantity, 0))::int as available
     from stock_items as item
     join warehouses as warehouse on warehouse.id = item.warehouse_id and warehouse.active
     left join (
       select line.stock_item_id, sum(line.quantity) as quantity
       from reservations as reservation join reservation_lines as line on line.reservation_id = reservation.id
       where reservation.status = 'ACTIVE' and reservation.expires_at <= $2
       group by line.stock_item_id
     ) as due on due.stock_item_id = item.id
     where item.product_id = any($1::uuid[])
     group by item.product_id`,
    [productIds, now],
  );
  return rows;
}
