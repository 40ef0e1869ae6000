import { describe, expect, test } from 'vitest';
import {
  add,
  CURRENCIES,
  decimalsOf,
  equal,
  formatMoney,
  type Money,
  parseMoney,
  times,
} from '../src/money.ts';

const usd = (minor: bigint): Money => ({ minor, currency: 'USD' });

describe('money', () => {
  test.each([
    ['129.90', 'USD', 12990n, '129.90'],
    ['129.9', 'USD', 12990n, '129.90'],
    ['129', 'USD', 12900n, '129.00'],
    ['0.01', 'USD', 1n, '0.01'],
    ['-0.05', 'USD', -5n, '-0.05'],
    ['9999999999.99', 'USD', 999999999999n, '9999999999.99'],
    ['1000', 'JPY', 1000n, '1000'],
    ['1.234', 'KWD', 1234n, '1.234'],
    ['007.50', 'EUR', 750n, '7.50'],
    ['1.5', 'MGA', 150n, '1.50'],
    ['1000', 'ISK', 1000n, '1000'],
    ['1.2345', 'CLF', 12345n, '1.2345'],
    ['5', 'XCG', 500n, '5.00'],
    ['5', 'XAF', 5n, '5'],
  ])('%s %s is %s minor units and is written %s', (amount, currency, minor, written) => {
    const money = parseMoney({ amount, currency });
    expect(money).toEqual({ minor, currency });
    expect(formatMoney(money as Money)).toEqual({ amount: written, currency });
  });

  test.each([
    ['1.999', 'USD', 'USD has at most 2 decimals.'],
    ['1.5', 'JPY', 'JPY has at most 0 decimals.'],
    ['1', 'XXX', /^Must be a currency of ISO 4217/],
    ['1', 'XAU', /^Must be a currency of ISO 4217/],
    ['1', 'ANG', /^Must be a currency of ISO 4217/],
    ['1', 'usd', /^Must be a currency of ISO 4217/],
    ['1', 'toString', /^Must be a currency of ISO 4217/],
    ['99999999999', 'USD', 'Must have at most 10 digits before the decimal point.'],
    ['1.55', 'ISK', 'ISK has at most 0 decimals.'],
    ['', 'USD', /^Not a decimal/],
    ['1e3', 'USD', /^Not a decimal/],
    [' 1', 'USD', /^Not a decimal/],
    ['1.', 'USD', /^Not a decimal/],
    ['.5', 'USD', /^Not a decimal/],
    ['NaN', 'USD', /^Not a decimal/],
    ['١', 'USD', /^Not a decimal/],
  ])('%s %s is rejected', (amount, currency, message) => {
    expect(parseMoney({ amount, currency })).toMatch(message);
  });

  test('is exact where floating point is not', () => {
    expect(formatMoney(add(usd(10n), usd(20n))).amount).toBe('0.30');
    expect(formatMoney(times(usd(999_999_999_999n), 1000)).amount).toBe('9999999999990.00');
    expect(() => times(usd(100n), 1.5)).toThrow(RangeError);
  });

  test('of two currencies cannot be added and is not equal', () => {
    expect(() => add(usd(1n), { minor: 1n, currency: 'EUR' })).toThrow(RangeError);
    expect(equal(usd(1n), { minor: 1n, currency: 'EUR' })).toBe(false);
    expect(equal(usd(1n), usd(1n))).toBe(true);
  });
});

test('money can be in any currency of ISO 4217 with a minor unit, with more decimals than `Intl` has for some', () => {
  expect(CURRENCIES).toHaveLength(165);
  const customary = (currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  const others = CURRENCIES.filter((currency) => customary(currency) !== decimalsOf(currency));
  expect(others).toEqual('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' '));
  for (const currency of others) expect(customary(currency)).toBeLessThan(decimalsOf(currency));
  for (const currency of ['ISK', 'JPY', 'CLP', 'UGX']) expect(decimalsOf(currency)).toBe(0);
});
