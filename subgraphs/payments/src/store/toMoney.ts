import { isCurrency, type Money } from '@holdfast/kit-values/money';

/** @throws Error when the database has a currency that this program does not know. */
export function toMoney(minor: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw new Error(`Unknown currency ${currency} in the books.`);
  return { minor, currency };
}
