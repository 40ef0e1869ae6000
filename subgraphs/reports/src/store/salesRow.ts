import type { Money } from '@holdfast/kit-values/money';
import { knownCurrency } from '../domain/order.ts';

/** What every row of sums has. */
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
    revenue: { minor: revenue, currency: knownCurrency(currency) },
  };
}
