import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { PageRequest } from '@holdfast/kit-values/page';
import { MATCHES, type SalesFilter, type Sums, type SumsRow, toSums, valuesOf } from './sums.ts';

export interface ProductSales extends Sums {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
}

/** The sum to sort by, largest first, before product and currency. Null: by product and currency alone. */
export type Ranking = 'units' | 'revenue' | null;

interface Row extends SumsRow {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
}

/** Returns one row more than the page. The cursor holds the ranking's sum, the product and the currency. */
export async function findProductSales(
  database: Queryable,
  filter: SalesFilter,
  ranking: Ranking,
  { limit, after }: PageRequest,
): Promise<ProductSales[]> {
  // One of our own column names; nothing that a client sent gets into the SQL.
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
