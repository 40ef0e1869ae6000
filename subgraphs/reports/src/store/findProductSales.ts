import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import { MATCHES, type SalesFilter, valuesOf } from './salesFilter.ts';
import { type Sums, type SumsRow, toSums } from './salesRow.ts';

export interface ProductSales extends Sums {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
}

/** What they are sorted by before product and currency: the largest first. */
export type Ranking = 'units' | 'revenue' | null;

interface Row extends SumsRow {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
}

/** One more than the page; the cursor has what they are ranked by, the product and the currency. */
export async function findProductSales(
  database: Queryable,
  filter: SalesFilter,
  ranking: Ranking,
  { limit, after }: PageRequest,
): Promise<ProductSales[]> {
  // The names of our own columns: nothing of a client's gets into the text.
  const rank = ranking ? `sums.${ranking}` : '0';
  const { rows } = await database.query<Row>(
    `select product_id, currency, orders, units, revenue, sku, name
     from (${SUMS}) as sums join products on products.id = product_id
     where $4::bigint is null or ${rank} < $4
       or (${rank} = $4 and (product_id, currency::text) > ($5::uuid, $6::text))
     order by ${rank === '0' ? '' : `${rank} desc,`} product_id, currency limit $7`,
    [...valuesOf(filter), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit + 1],
  );
  return rows.map((row) => ({
    productId: row.product_id,
    sku: row.sku,
    name: row.name,
    ...toSums(row),
  }));
}

export async function countProductSales(database: Queryable, filter: SalesFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from (${SUMS}) as sums`,
    valuesOf(filter),
  );
  return rows[0]?.count ?? 0;
}

const SUMS = `select product_id, currency, sum(orders)::bigint as orders, sum(units)::bigint as units,
    sum(revenue)::bigint as revenue
  from sales_by_product where ${MATCHES} group by product_id, currency`;
