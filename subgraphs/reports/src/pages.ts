/** Pages of sales and of the audit trail. */

import { isId } from '@holdfast/kit-base/ids';
import { isCurrency } from '@holdfast/kit-values/money';
import {
  type CountedConnection,
  isTime,
  type KeyCheck,
  type PageRequest,
  pageRequest,
  toConnection,
} from '@holdfast/kit-values/page';
import type { Dependencies } from './dependencies.ts';
import type { AuditEntry } from './domain/audit.ts';
import { type AuditFilter, countAudit, findAudit } from './store/findAudit.ts';
import {
  type CategorySales,
  countCategorySales,
  findCategorySales,
  NO_CATEGORY,
} from './store/findCategorySales.ts';
import { countDaySales, type DaySales, findDaySales } from './store/findDaySales.ts';
import {
  countProductSales,
  findProductSales,
  type ProductSales,
  type Ranking,
} from './store/findProductSales.ts';
import type { SalesFilter } from './store/salesFilter.ts';

export type DaySalesPage = CountedConnection<DaySales>;
export type ProductSalesPage = CountedConnection<ProductSales>;
export type CategorySalesPage = CountedConnection<CategorySales>;
export type AuditPage = CountedConnection<AuditEntry>;

type Reading = Pick<Dependencies, 'database'>;
type PageArguments = Parameters<typeof pageRequest>[0];

const isDay: KeyCheck = (part) => isTime(`${part}T00:00:00.000Z`) && !part.startsWith('0000');
/** Fits PostgreSQL's bigint. */
const isRank: KeyCheck = (part) => /^\d{1,18}$/.test(part);
const isCategoryKey: KeyCheck = (part) => isId(part) || part === NO_CATEGORY;

/** @throws BAD_USER_INPUT for a wrong `first` or `after`, as all of these. */
export async function daySalesPage(
  { database }: Reading,
  filter: SalesFilter,
  args: PageArguments,
): Promise<DaySalesPage> {
  const page: PageRequest = pageRequest(args, [isDay, isCurrency]);
  const rows = await findDaySales(database, filter, page);
  return {
    ...toConnection(rows, page, ({ day, revenue }) => [day, revenue.currency]),
    totalCount: () => countDaySales(database, filter),
  };
}

/** The best first when they are ranked. A cursor has its ranking's name: it is of no use in another one. */
export async function productSalesPage(
  { database }: Reading,
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
    ...toConnection(rows, page, (row) => [name, rankOf(row), row.productId, row.revenue.currency]),
    totalCount: () => countProductSales(database, filter),
  };
}

export async function categorySalesPage(
  { database }: Reading,
  filter: SalesFilter,
  args: PageArguments,
): Promise<CategorySalesPage> {
  const page = pageRequest(args, [isCategoryKey, isCurrency]);
  const rows = await findCategorySales(database, filter, page);
  return {
    ...toConnection(rows, page, ({ categoryId, revenue }) => [categoryId ?? NO_CATEGORY, revenue.currency]),
    totalCount: () => countCategorySales(database, filter),
  };
}

/** Newest first. */
export async function auditPage(
  { database }: Reading,
  filter: AuditFilter,
  args: PageArguments,
): Promise<AuditPage> {
  const page = pageRequest(args, [isTime, isId]);
  const rows = await findAudit(database, filter, page);
  return {
    ...toConnection(rows, page, ({ at, id }) => [at.toISOString(), id]),
    totalCount: () => countAudit(database, filter),
  };
}
