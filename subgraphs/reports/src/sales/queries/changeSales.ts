/** The sums of sales, by day and by product. Their rows are locked in the order of their keys. */
import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Adds these orders to the sums. */
export async function addSales(tx: Queryable, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  for (const { table, key, sums } of [DAYS, PRODUCTS]) {
    await tx.query(
      `insert into ${table} as sums (${key}, orders, units, revenue) ${sums} order by ${key}
       on conflict (${key}) do update set orders = sums.orders + excluded.orders,
         units = sums.units + excluded.units, revenue = sums.revenue + excluded.revenue`,
      [orderIds],
    );
  }
}

/**
 * Subtracts these orders from the sums. An upsert would fail: PostgreSQL checks the row to be inserted, whose
 * sums would be below zero.
 */
export async function subtractSales(tx: Queryable, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  for (const { table, key, sums } of [DAYS, PRODUCTS]) {
    await tx.query(
      `with gone as (${sums}), locked as materialized (
         select ${key}, gone.orders, gone.units, gone.revenue
         from ${table} as sums join gone using (${key}) order by ${key} for update of sums
       )
       update ${table} as sums set orders = sums.orders - locked.orders, units = sums.units - locked.units,
         revenue = sums.revenue - locked.revenue
       from locked where (${columns('sums', key)}) = (${columns('locked', key)})`,
      [orderIds],
    );
  }
}

const columns = (table: string, key: string) =>
  key
    .split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ');

const DAY = `(placed_at at time zone 'UTC')::date`;

const DAYS = {
  table: 'sales_by_day',
  key: 'day, currency',
  sums: `select ${DAY} as day, currency, count(*) as orders, sum(lines.units) as units, sum(lines.revenue) as revenue
    from orders cross join lateral (
      select sum(quantity) as units, sum(unit_price * quantity) as revenue from order_lines where order_id = orders.id
    ) as lines
    where id = any ($1) group by 1, 2`,
} as const;

const PRODUCTS = {
  table: 'sales_by_product',
  key: 'day, product_id, currency',
  sums: `select ${DAY} as day, product_id, currency, count(*) as orders, sum(quantity) as units,
      sum(unit_price * quantity) as revenue
    from orders join order_lines on order_id = orders.id
    where orders.id = any ($1) group by 1, 2, 3`,
} as const;
