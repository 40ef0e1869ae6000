/** Formats amounts and times for people. */
import { decimalsOf, type MoneyText } from '@holdfast/kit-values/money';

/**
 * Returns `$1,234.50`. The result is exact because the decimal never becomes a floating-point number. It has
 * the number of decimals that ISO 4217 gives; `Intl` alone rounds 1.50 MGA to 2.
 */
export function amountOf({ amount, currency }: MoneyText): string {
  const decimals = decimalsOf(currency);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, ...digits });
  return format.format(amount as Intl.StringNumericLiteral).replaceAll('\u00a0', ' ');
}

/** Returns `21 November 2026 at 14:05 UTC` for a time in RFC 3339. */
export function momentOf(time: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(time))} UTC`;
}
