import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import { MATCHES, type SalesFilter, type Sums, type SumsRow, toSums, valuesOf } from './sums.ts';

export interface DaySales extends Sums {
  readonly day: string;
}

/** Returns one row more than the page. The cursor holds day and currency. */
export async function findDaySales(
  database: Queryable,
  filter: SalesFilter,
  { limit, after }: PageRequest,
): Promise<DaySales[]> {
  const { rows } = await database.query<SumsRow & { day: string }>(
    `select day::text as day, currency, orders, units, revenue from sales_by_day
     where ${MATCHES} and ($4::date is null or day < $4 or (day = $4 and currency > $5::text))
     order by sales_by_day.day desc, currency limit $6`,
    [...valuesOf(filter), after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map((row) => ({ day: row.day, ...toSums(row) }));
}

export async function countDaySales(database: Queryable, filter: SalesFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from sales_by_day where ${MATCHES}`,
    valuesOf(filter),
  );
  return rows[0]?.count ?? 0;
}
