import { formatMoney, type Money } from '@holdfast/kit-values/money';

/** Decimals that amounts are compared by; of the two currencies that have a fourth, CLF and UYW, it does not count. */
const DECIMALS = 3;

/** Whether a price can be compared with this amount: ten digits before the point and three after it at most. */
export function isAmount(text: string): boolean {
  return /^\d{1,10}(\.\d{1,3})?$/.test(text);
}

/** An amount in thousandths, so that amounts of currencies with different decimals compare: 129.90 is 129900. */
export function amountKeyOf(amount: string): bigint {
  const [integer = '', fraction = ''] = amount.split('.');
  return BigInt(integer + fraction.padEnd(DECIMALS, '0').slice(0, DECIMALS));
}

/** A price as lists are sorted and filtered by it: the amount, whatever its currency. */
export function priceKeyOf(price: Money): bigint {
  return amountKeyOf(formatMoney(price).amount);
}
