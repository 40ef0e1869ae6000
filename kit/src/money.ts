/** Decimals of each currency that prices and wallets may be in (ISO 4217, column "minor unit"). */
const DECIMALS = { USD: 2, EUR: 2, GBP: 2, CHF: 2, SEK: 2, JPY: 0, KWD: 3 } as const;

export type Currency = keyof typeof DECIMALS;

export const CURRENCIES = Object.keys(DECIMALS) as readonly Currency[];

/** An amount in minor units (cents for USD). `bigint`, so that no sum or product is ever rounded. */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** Money as the API writes it: `amount` is a Decimal with the currency's own number of decimals. */
export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

/** The largest amount of a single input: ten billion major units; far from what `bigint` in a database holds. */
const MAX_INTEGER_DIGITS = 10;

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(DECIMALS, text);
}

/**
 * Reads a Decimal: digits, and at most as many decimals as the currency has (`129.9` and `129.90` for USD).
 * @returns the money, or a sentence that says what is wrong with the text.
 */
export function parseMoney(text: MoneyText): Money | string {
  const { amount, currency } = text;
  if (!isCurrency(currency)) return `Unknown currency; one of ${CURRENCIES.join(', ')}.`;
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) return 'Not a decimal number such as 129.90.';
  const [, sign = '', integer = '', fraction = ''] = match;
  const decimals = DECIMALS[currency];
  if (fraction.length > decimals) return `${currency} has ${decimals} decimals at most.`;
  if (integer.replace(/^0+/, '').length > MAX_INTEGER_DIGITS) return 'Too large.';
  const minor = BigInt(integer + fraction.padEnd(decimals, '0'));
  return { minor: sign === '-' ? -minor : minor, currency };
}

/** Writes money with the currency's own number of decimals: `{ amount: '129.90', currency: 'USD' }`. */
export function formatMoney({ minor, currency }: Money): { amount: string; currency: string } {
  const decimals = DECIMALS[currency];
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const integer = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return { amount: decimals === 0 ? `${sign}${integer}` : `${sign}${integer}.${fraction}`, currency };
}

/** Whether an input could say this amount: what is larger cannot be held or paid. */
export function isWithinLimit(money: Money): boolean {
  return typeof parseMoney(formatMoney(money)) !== 'string';
}

/** `unit` taken `quantity` times. @throws RangeError when quantity is not a whole number. */
export function times(unit: Money, quantity: number): Money {
  return { minor: unit.minor * BigInt(quantity), currency: unit.currency };
}

/** The sum. @throws RangeError when the currencies differ: the caller has to refuse that first. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}.`);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function equal(a: Money, b: Money): boolean {
  return a.minor === b.minor && a.currency === b.currency;
}
