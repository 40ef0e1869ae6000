/** The filter and the columns that all reports on sums share. */
import type { Money } from '@holdfast/kit-values/money';
import { requireCurrency } from '../domain.ts';

/** The sums that a report includes. A condition that is null matches every sum. */
export interface SalesFilter {
  /** The first and the last day, `2026-11-20`; both inclusive. */
  readonly from: string | null;
  readonly to: string | null;
  readonly currency: string | null;
}

/** The condition, on `$1` to `$3`. Sums are zero when all their orders were cancelled; those are no sales. */
export const MATCHES = `orders > 0 and ($1::date is null or day >= $1) and ($2::date is null or day <= $2)
  and ($3::text is null or currency = $3)`;

export const valuesOf = ({ from, to, currency }: SalesFilter): unknown[] => [from, to, currency];

export interface SumsRow {
  readonly currency: string;
  readonly orders: bigint;
  readonly units: bigint;
  readonly revenue: bigint;
}

export interface Sums {
  readonly orders: number;
  readonly units: number;
  readonly revenue: Money;
}

export function toSums({ currency, orders, units, revenue }: SumsRow): Sums {
  return {
    orders: Number(orders),
    units: Number(units),
    revenue: { minor: revenue, currency: requireCurrency(currency) },
  };
}
