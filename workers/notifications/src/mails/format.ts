/** How amounts and moments are written for people. */
import { decimalsOf, type MoneyText } from '@holdfast/kit-values/money';

/**
 * `$1,234.50`; exact, since the decimal is formatted as it is and never becomes a floating point number, and has the decimals of
 * ISO 4217: left to itself, `Intl` rounds 1.50 MGA to 2.
 */
export function amountOf({ amount, currency }: MoneyText): string {
  const decimals = decimalsOf(currency);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, ...digits });
  return format.format(amount as Intl.StringNumericLiteral).replaceAll('\u00a0', ' ');
}

/** `21 November 2026 at 14:05 UTC`, from RFC 3339. */
export function momentOf(time: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(time))} UTC`;
}
