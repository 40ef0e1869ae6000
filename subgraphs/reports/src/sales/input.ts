import { badUserInput } from '@holdfast/kit-base/errors';
import { isCurrency, UNKNOWN_CURRENCY } from '@holdfast/kit-values/money';
import { validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { BestSellersOrder, SalesFilter as SalesFilterInput } from '../generated/resolvers.ts';
import type { Ranking } from './queries/findProductSales.ts';
import type { SalesFilter } from './queries/sums.ts';

// PostgreSQL has no year 0.
const day = z.iso
  .date('Must be a day such as 2026-11-20.')
  .refine((value) => !value.startsWith('0000'), 'Must be a day such as 2026-11-20.');

const salesFilter = z
  .object({
    from: day.nullish(),
    to: day.nullish(),
    currency: z.string().refine(isCurrency, UNKNOWN_CURRENCY).nullish(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    message: 'Must not be before from.',
    when: () => true,
  });

/** @throws BAD_USER_INPUT for a filter that is not valid. */
export function readSalesFilter(filter: SalesFilterInput | null | undefined): SalesFilter {
  const { from = null, to = null, currency = null } = validate(salesFilter, filter ?? {}, ['filter']);
  return { from, to, currency };
}

/** @throws BAD_USER_INPUT for a ranking by revenue in several currencies. */
export function readRanking(
  orderBy: BestSellersOrder | null | undefined,
  { currency }: SalesFilter,
): NonNullable<Ranking> {
  if (orderBy !== 'REVENUE') return 'units';
  if (currency !== null) return 'revenue';
  throw badUserInput([
    {
      path: ['filter', 'currency'],
      message: 'Name a currency to rank by revenue: amounts of several currencies cannot be compared.',
    },
  ]);
}
