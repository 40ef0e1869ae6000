import { newUuid } from '@holdfast/kit-base/ids';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { buildOrder, buildOrderEvents } from '../builders.ts';
import { applyEvent } from './applyEvent.ts';
import { testReports } from './testReports.ts';

/**
 * Starts reports with an order per day and currency, on three days in two currencies: of five products on the
 * first day, of the first four on the second, of the first three on the third. An order has `n + 1` units of
 * its nth product.
 */
export async function reportsWithSales() {
  const reports = await testReports();
  const products = Array.from({ length: 5 }, () => newUuid()).sort();
  for (const [d, day] of ['2026-11-18', '2026-11-19', '2026-11-20'].entries()) {
    for (const currency of ['USD', 'EUR']) {
      const lines = products.map((productId, n) => ({ productId, quantity: n + 1, price: `${10 - n}.00` }));
      // The last second of the day, UTC.
      const data = buildOrder(lines.slice(0, 5 - d), { currency, placedAt: `${day}T23:59:59.999Z` });
      for (const event of buildOrderEvents(data, 'CONFIRMED')) await applyEvent(reports.deps, event);
    }
  }
  return { ...reports, products };
}

/** Returns everything that the database holds of sales, for comparison. */
export async function salesIn(database: Postgres): Promise<Record<string, unknown[]>> {
  const tables = {
    orders: 'select id, customer_id, placed_at, status, currency, total::text from orders order by id',
    lines:
      'select order_id, product_id, unit_price::text, quantity from order_lines order by order_id, product_id',
    days: `select day::text, currency, orders::int, units::int, revenue::text from sales_by_day
      where orders > 0 order by day, currency`,
    products: `select day::text, product_id, currency, orders::int, units::int, revenue::text
      from sales_by_product where orders > 0 order by day, product_id, currency`,
  };
  const read = async ([name, text]: [string, string]) => [name, (await database.query(text)).rows] as const;
  return Object.fromEntries(await Promise.all(Object.entries(tables).map(read)));
}

/** Returns the sums that differ from those computed from the orders. */
export async function brokenSums(database: Postgres): Promise<unknown[]> {
  const { rows } = await database.query(`
    with lines as (
      select (placed_at at time zone 'UTC')::date as day, product_id, currency, orders.id, quantity,
        unit_price * quantity as revenue
      from orders join order_lines on order_id = orders.id where status in ('CONFIRMED', 'SHIPPED', 'DELIVERED')
    ), products as (
      select day, product_id, currency, count(distinct id) as orders, sum(quantity) as units, sum(revenue) as revenue
      from lines group by 1, 2, 3
    ), days as (
      select day, currency, count(distinct id) as orders, sum(quantity) as units, sum(revenue) as revenue
      from lines group by 1, 2
    )
    select 'product' as what, * from products full join sales_by_product as sums using (day, product_id, currency)
    where coalesce(products.units, 0) <> coalesce(sums.units, 0)
      or coalesce(products.revenue, 0) <> coalesce(sums.revenue, 0)
      or coalesce(products.orders, 0) <> coalesce(sums.orders, 0)
    union all
    select 'day', day, null, currency, days.orders, days.units, days.revenue, sums.orders, sums.units, sums.revenue
    from days full join sales_by_day as sums using (day, currency)
    where coalesce(days.units, 0) <> coalesce(sums.units, 0)
      or coalesce(days.revenue, 0) <> coalesce(sums.revenue, 0)
      or coalesce(days.orders, 0) <> coalesce(sums.orders, 0)`);
  return rows;
}
