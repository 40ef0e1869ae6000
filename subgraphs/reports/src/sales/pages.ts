/** Pages of sales. Each function throws BAD_USER_INPUT for a wrong `first` or `after`. */

import { isId } from '@holdfast/kit-base/ids';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { isCurrency } from '@holdfast/kit-values/money';
import { type CountedPage, isTime, type KeyCheck, pageRequest, toPage } from '@holdfast/kit-values/page';
import {
  type CategorySales,
  countCategorySales,
  findCategorySales,
  NO_CATEGORY,
} from './queries/findCategorySales.ts';
import { countDaySales, type DaySales, findDaySales } from './queries/findDaySales.ts';
import {
  countProductSales,
  findProductSales,
  type ProductSales,
  type Ranking,
} from './queries/findProductSales.ts';
import type { SalesFilter } from './queries/sums.ts';

export type DaySalesPage = CountedPage<DaySales>;
export type ProductSalesPage = CountedPage<ProductSales>;
export type CategorySalesPage = CountedPage<CategorySales>;

interface PageDependencies {
  readonly database: Queryable;
}
type PageArguments = Parameters<typeof pageRequest>[0];

const isDay: KeyCheck = (part) => isTime(`${part}T00:00:00.000Z`) && !part.startsWith('0000');
/** Fits PostgreSQL's bigint. */
const isRank: KeyCheck = (part) => /^\d{1,18}$/.test(part);
const isCategoryKey: KeyCheck = (part) => isId(part) || part === NO_CATEGORY;

export async function daySalesPage(
  { database }: PageDependencies,
  filter: SalesFilter,
  args: PageArguments,
): Promise<DaySalesPage> {
  const page = pageRequest(args, [isDay, isCurrency]);
  const rows = await findDaySales(database, filter, page);
  return {
    ...toPage(rows, page, ({ day, revenue }) => [day, revenue.currency]),
    totalCount: () => countDaySales(database, filter),
  };
}

/** With a ranking, the best come first. A cursor names its ranking and is invalid in any other. */
export async function productSalesPage(
  { database }: PageDependencies,
  filter: SalesFilter,
  ranking: Ranking,
  args: PageArguments,
): Promise<ProductSalesPage> {
  const name = ranking ?? 'product';
  const page = pageRequest(args, [(part) => part === name, isRank, isId, isCurrency]);
  const key = { limit: page.limit, after: page.after?.slice(1) ?? null };
  const rows = await findProductSales(database, filter, ranking, key);
  const rankOf = ({ units, revenue }: ProductSales) =>
    ({ units: String(units), revenue: String(revenue.minor), product: '0' })[name];
  return {
    ...toPage(rows, page, (row) => [name, rankOf(row), row.productId, row.revenue.currency]),
    totalCount: () => countProductSales(database, filter),
  };
}

export async function categorySalesPage(
  { database }: PageDependencies,
  filter: SalesFilter,
  args: PageArguments,
): Promise<CategorySalesPage> {
  const page = pageRequest(args, [isCategoryKey, isCurrency]);
  const rows = await findCategorySales(database, filter, page);
  return {
    ...toPage(rows, page, ({ categoryId, revenue }) => [categoryId ?? NO_CATEGORY, revenue.currency]),
    totalCount: () => countCategorySales(database, filter),
  };
}
