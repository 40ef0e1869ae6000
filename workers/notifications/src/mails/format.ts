/** Formats amounts and times for people. */
import { decimalsOf, type MoneyText } from '@holdfast/kit-values/money';

/** By currency: creating a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: MoneyText['currency']): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const decimals = decimalsOf(currency);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, ...digits });
  formats.set(currency, format);
  return format;
}

const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/**
 * Returns `$1,234.50`. The result is exact because the decimal never becomes a floating-point number. It has
 * the number of decimals that ISO 4217 gives; `Intl` alone rounds 1.50 MGA to 2.
 */
export function amountOf({ amount, currency }: MoneyText): string {
  return formatOf(currency)
    .format(amount as Intl.StringNumericLiteral)
    .replaceAll('\u00a0', ' ');
}

/** Returns `21 November 2026 at 14:05 UTC` for a time in RFC 3339. */
export function momentOf(time: string): string {
  return `${MOMENT.format(new Date(time))} UTC`;
}
