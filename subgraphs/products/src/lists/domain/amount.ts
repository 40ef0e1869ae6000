import { formatMoney, type Money } from '@holdfast/kit-values/money';

/** The decimals that amounts are compared by. The fourth decimal of CLF and UYW does not count. */
const DECIMALS = 3;

/** Returns true for an amount that prices compare with: at most ten digits before the point and three after. */
export function isAmount(text: string): boolean {
  return /^\d{1,10}(\.\d{1,3})?$/.test(text);
}

/** Returns an amount in thousandths, so that currencies with different decimals compare: 129.90 is 129900. */
export function amountKeyOf(amount: string): bigint {
  const [integer = '', fraction = ''] = amount.split('.');
  return BigInt(integer + fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}

/** Returns the form of a price that lists sort and filter by: the amount, whatever its currency. */
export function priceKeyOf(price: Money): bigint {
  return amountKeyOf(formatMoney(price).amount);
}
