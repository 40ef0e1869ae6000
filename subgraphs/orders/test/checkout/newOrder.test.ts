/** The decision that creates an order, and the parts of it. */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/checkout/domain/fingerprint.ts';
import { orderNumber } from '../../src/checkout/domain/newOrder.ts';
import { nextAction } from '../../src/saga/domain/saga.ts';
import { buildAddress, buildOrder, buildProduct, NOW, usd } from '../builders.ts';

type Wanted = NonNullable<Parameters<typeof buildOrder>[0]>;

const statuses = (order: ReturnType<typeof buildOrder>) =>
  order.saga.steps.map(({ status }) => status).join(' ');

/** An order of a product that exists and one that does not. */
function withUnknownProduct(): Wanted {
  const known = buildProduct();
  const lines = [known.id, newUuid()].map((productId) => ({ productId, quantity: 2 }));
  return { products: [known], request: { lines } };
}

describe('a new order', () => {
  test('keeps name and price as they are, and has VALIDATE_ORDER done', () => {
    const order = buildOrder({
      products: [buildProduct(), buildProduct({ price: usd(2590n), kind: 'SEAT' })],
    });
    expect(order).toMatchObject({
      status: 'PENDING',
      total: usd(7180n),
      shippingAddress: buildAddress(),
      rejection: null,
    });
    expect(order.history).toEqual([{ status: 'PENDING', at: NOW, actor: order.customerId, reason: null }]);
    expect(nextAction(order)).toEqual({ kind: 'run', step: 'RESERVE_STOCK' });
  });

  test('that ships nothing has no address, even if one is given', () => {
    expect(buildOrder({ products: [buildProduct({ kind: 'DIGITAL' })] }).shippingAddress).toBeNull();
    const seat = buildProduct({ kind: 'SEAT' });
    expect(buildOrder({ products: [seat], address: null }).status).toBe('PENDING');
    const nowhere = buildAddress({ country: 'ZZ' });
    expect(buildOrder({ products: [seat], address: nowhere }).status).toBe('PENDING');
  });

  test.each([
    ['an unknown product', withUnknownProduct(), ['input', 'lines', 1, 'productId']],
    [
      'two currencies',
      { products: [buildProduct(), buildProduct({ price: { minor: 1n, currency: 'EUR' } })] },
      ['input', 'lines', 1, 'productId'],
    ],
    [
      'more than can be paid',
      { products: [buildProduct({ price: usd(999_999_999_999n) })] },
      ['input', 'lines'],
    ],
    ['goods without an address', { address: null }, ['input', 'shippingAddress']],
    [
      'a stored address in a country that does not exist',
      { address: buildAddress({ country: 'ZZ' }) },
      ['input', 'shippingAddressId'],
    ],
  ] satisfies [string, Wanted, unknown][])('is not created for %s: BAD_USER_INPUT', (_what, wanted, path) => {
    const refusedAt = (error: { extensions: { problems: { path: unknown }[] } }) =>
      error.extensions.problems[0]?.path;
    expect(() => buildOrder(wanted)).toThrow(
      expect.toSatisfy(
        (error) =>
          codeOf(error) === 'BAD_USER_INPUT' && JSON.stringify(refusedAt(error)) === JSON.stringify(path),
      ),
    );
  });

  test.each([
    [
      'a product that is not on sale',
      { products: [buildProduct(), buildProduct({ onSale: false, name: 'Old' })] },
      'PRODUCT_UNAVAILABLE',
      'Not on sale: Old.',
    ],
    [
      'a total other than the expected one',
      { request: { expectedTotal: usd(1999n) } },
      'PRICE_CHANGED',
      'The total is now 20.00 USD.',
    ],
  ] satisfies [string, Wanted, string, string][])(
    'with %s is REJECTED at once',
    (_what, wanted, code, message) => {
      const order = buildOrder(wanted);
      expect(order).toMatchObject({
        status: 'REJECTED',
        rejection: { code, message },
        saga: { status: 'COMPENSATED' },
      });
      expect(statuses(order)).toBe('FAILED PENDING PENDING PENDING PENDING PENDING');
      expect(order.history.map(({ status }) => status)).toEqual(['PENDING', 'REJECTED']);
      expect(nextAction(order)).toEqual({ kind: 'end' });
    },
  );
});

describe('an order number', () => {
  test('has the day, and five characters that are not mistaken for each other', () => {
    expect(orderNumber('01936f00-0000-7000-8000-ffffffffffff', NOW)).toBe('HF-20261120-ZZZZZ');
    expect(orderNumber('01936f00-0000-7000-8000-000000000000', NOW)).toBe('HF-20261120-00000');
    expect(orderNumber(newUuid(), NOW)).toMatch(/^HF-20261120-[0-9A-HJKMNP-TV-Z]{5}$/);
  });
});

describe('a fingerprint', () => {
  test('is the same for the same input with its keys in any order, and differs for other inputs', () => {
    const print = fingerprint({ a: 1, b: { c: [1, 2], d: null }, m: usd(5n) });
    expect(fingerprint({ m: usd(5n), b: { d: null, c: [1, 2] }, a: 1 })).toBe(print);
    for (const other of [
      { a: 1, b: { c: [2, 1], d: null }, m: usd(5n) },
      { a: 1, b: { c: [1, 2] }, m: usd(5n) },
      { a: '1', b: { c: [1, 2], d: null }, m: usd(5n) },
      { a: 1, b: { c: [1, 2], d: null }, m: usd(6n) },
    ]) {
      expect(fingerprint(other)).not.toBe(print);
    }
  });
});
