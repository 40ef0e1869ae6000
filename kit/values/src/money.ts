import type { TCurrencyCode } from 'countries-list';
import { currencies } from 'countries-list/currencies';

/**
 * The codes of ISO 4217 whose minor unit is "not applicable": metals, units of account, and codes for testing
 * and for no currency.
 */
const WITHOUT_MINOR_UNIT = 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

/**
 * The number of decimals of each currency of ISO 4217 (column "minor unit"), 0 to 4. Prices and wallets can
 * be in any of them. Do not use `Intl` instead: CLDR has the customary number of decimals, which for 16
 * currencies, such as MGA, HUF and IQD, is lower.
 */
const DECIMALS: ReadonlyMap<string, number> = new Map(
  Object.entries(currencies)
    .filter(([code, { withdrawn }]) => !withdrawn && !WITHOUT_MINOR_UNIT.includes(code))
    .map(([code, { decimals }]) => [code, decimals]),
);

export type Currency = TCurrencyCode;

export const CURRENCIES = [...DECIMALS.keys()] as readonly Currency[];

export const UNKNOWN_CURRENCY = 'Must be a currency of ISO 4217, such as USD.';

/** An amount in minor units (cents for USD). `bigint`, so that no sum or product is ever rounded. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** Money in the API's format: `amount` is a Decimal with the currency's number of decimals. */
export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

/**
 * Limits a single amount to below ten billion major units, far below what `bigint` in a database can hold.
 */
const MAX_INTEGER_DIGITS = 10;

export function isCurrency(text: string): text is Currency {
  return DECIMALS.has(text);
}

/** @throws RangeError for an unknown currency. */
export function decimalsOf(currency: string): number {
  const decimals = DECIMALS.get(currency);
  if (decimals === undefined) throw new RangeError(`${currency} is not a currency of ISO 4217.`);
  return decimals;
}

/**
 * Parses a Decimal with at most as many decimals as the currency has (`129.9` and `129.90` for USD).
 * @returns the money, or a sentence that says what is wrong with the text.
 */
export function parseMoney(text: MoneyText): Money | string {
  const { amount, currency } = text;
  if (!isCurrency(currency)) return UNKNOWN_CURRENCY;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) return 'Not a decimal number such as 129.90.';
  const [, sign = '', integer = '', fraction = ''] = match;
  const decimals = decimalsOf(currency);
  if (fraction.length > decimals) return `${currency} has at most ${decimals} decimals.`;
  if (integer.replace(/^0+/, '').length > MAX_INTEGER_DIGITS) {
    return `Must have at most ${MAX_INTEGER_DIGITS} digits before the decimal point.`;
  }
  const minor = BigInt(integer + fraction.padEnd(decimals, '0'));
  return { minor: sign === '-' ? -minor : minor, currency };
}

/** Formats money with the currency's number of decimals: `{ amount: '129.90', currency: 'USD' }`. */
export function formatMoney({ minor, currency }: Money): { amount: string; currency: string } {
  const decimals = decimalsOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const integer = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return { amount: decimals === 0 ? `${sign}${integer}` : `${sign}${integer}.${fraction}`, currency };
}

/** Returns true when an input could have this amount. A larger one cannot be held or paid. */
export function isWithinLimit(money: Money): boolean {
  return typeof parseMoney(formatMoney(money)) !== 'string';
}

/** Multiplies `unit` by `quantity`. @throws RangeError when quantity is not a whole number. */
export function times(unit: Money, quantity: number): Money {
  return { minor: unit.minor * BigInt(quantity), currency: unit.currency };
}

/** Returns the sum. @throws RangeError when the currencies differ, which the caller must rule out first. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}.`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function equal(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}
