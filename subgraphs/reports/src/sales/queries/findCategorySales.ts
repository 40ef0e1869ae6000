import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import { MATCHES, type SalesFilter, type Sums, type SumsRow, toSums, valuesOf } from './sums.ts';

export interface CategorySales extends Pick<Sums, 'units' | 'revenue'> {
  readonly categoryId: string | null;
}

/** Sorts after every category. */
export const NO_CATEGORY = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Sums by product first, so that each product is looked up once and not once per day. */
const SUMS = `select coalesce(category_id, '${NO_CATEGORY}') as category, currency, sum(units)::bigint as units,
    sum(revenue)::bigint as revenue
  from (
    select product_id, currency, sum(units) as units, sum(revenue) as revenue
    from sales_by_product where ${MATCHES} group by product_id, currency
  ) as by_product
  join products on products.id = product_id
  group by category, currency`;

/** Returns one row more than the page. The cursor holds category and currency. */
export async function findCategorySales(
  database: Queryable,
  filter: SalesFilter,
  { limit, after }: PageRequest,
): Promise<CategorySales[]> {
  const { rows } = await database.query<Omit<SumsRow, 'orders'> & { category: string }>(
    `select * from (${SUMS}) as sums
     where $4::uuid is null or (category, currency::text) > ($4, $5::text)
     order by category, currency limit $6`,
    [...valuesOf(filter), after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map(({ category, ...row }) => {
    const { units, revenue } = toSums({ ...row, orders: 0n });
    return { categoryId: category === NO_CATEGORY ? null : category, units, revenue };
  });
}

export async function countCategorySales(database: Queryable, filter: SalesFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from (${SUMS}) as sums`,
    valuesOf(filter),
  );
  return rows[0]?.count ?? 0;
}
