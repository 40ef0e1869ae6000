import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../src/domain/fingerprint.ts';
import { newOrder } from '../src/domain/newOrder.ts';
import type { Order } from '../src/domain/order.ts';
import { orderNumber } from '../src/domain/orderNumber.ts';
import type { ProductNow } from '../src/domain/priceLines.ts';
import {
  begin,
  compensated,
  complete,
  end,
  nextAction,
  noteFault,
  refuse,
  skip,
} from '../src/domain/saga.ts';
import { STEP_NAMES } from '../src/saga/steps/steps.ts';
import { CONTACT } from './world.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const address = {
  recipient: 'A',
  line1: 'b',
  line2: null,
  city: 'c',
  region: null,
  postalCode: '10115',
  country: 'DE',
};
const usd = (minor: bigint) => ({ minor, currency: 'USD' }) as const;
const product = (more: Partial<ProductNow> = {}): ProductNow => ({
  id: newUuid(),
  sku: 'S',
  name: 'Thing',
  kind: 'PHYSICAL',
  onSale: true,
  price: usd(1000n),
  ...more,
});

interface Wanted {
  readonly products: readonly ProductNow[];
  readonly unknown?: string;
  readonly address?: typeof address | null;
  readonly expectedTotal?: bigint;
}

function make({ products, unknown, expectedTotal, ...more }: Wanted): Order {
  const ids = [...products.map(({ id }) => id), ...(unknown === undefined ? [] : [unknown])];
  return newOrder({
    id: newUuid(),
    customerId: newUuid(),
    contact: CONTACT,
    fingerprint: 'f',
    request: {
      idempotencyKey: 'k',
      lines: ids.map((productId) => ({ productId, quantity: 2 })),
      expectedTotal: expectedTotal === undefined ? null : usd(expectedTotal),
    },
    products: new Map(products.map((each) => [each.id, each])),
    address: more.address === undefined ? address : more.address,
    steps: STEP_NAMES,
    now,
    leaseUntil: now,
  });
}

const rejection = { code: 'OUT_OF_STOCK', message: 'none left', shortages: [] } as const;
const statuses = (order: Order) => order.saga.steps.map(({ status }) => status).join(' ');

describe('a new order', () => {
  test('keeps name and price as they are, and has VALIDATE_ORDER done', () => {
    const order = make({ products: [product(), product({ price: usd(2590n), kind: 'SEAT' })] });
    expect(order).toMatchObject({
      status: 'PENDING',
      total: usd(7180n),
      shippingAddress: address,
      rejection: null,
    });
    expect(order.history).toEqual([{ status: 'PENDING', at: now, actor: order.customerId, reason: null }]);
    expect(nextAction(order)).toEqual({ kind: 'run', step: 'RESERVE_STOCK' });
  });

  test('that ships nothing has no address, even if one is given', () => {
    expect(make({ products: [product({ kind: 'DIGITAL' })] }).shippingAddress).toBeNull();
    expect(make({ products: [product({ kind: 'SEAT' })], address: null }).status).toBe('PENDING');
    const nowhere = { ...address, country: 'ZZ' };
    expect(make({ products: [product({ kind: 'SEAT' })], address: nowhere }).status).toBe('PENDING');
  });

  test.each([
    ['an unknown product', { products: [product()], unknown: newUuid() }, ['input', 'lines', 1, 'productId']],
    [
      'two currencies',
      { products: [product(), product({ price: { minor: 1n, currency: 'EUR' } })] },
      ['input', 'lines', 1, 'productId'],
    ],
    ['more than can be paid', { products: [product({ price: usd(999_999_999_999n) })] }, ['input', 'lines']],
    ['nowhere to ship to', { products: [product()], address: null }, ['input', 'shippingAddress']],
    [
      'a stored address in no country',
      { products: [product()], address: { ...address, country: 'ZZ' } },
      ['input', 'shippingAddressId'],
    ],
  ] satisfies [string, Wanted, unknown][])('of %s is none: BAD_USER_INPUT', (_what, wanted, path) => {
    const refusedAt = (error: { extensions: { problems: { path: unknown }[] } }) =>
      error.extensions.problems[0]?.path;
    expect(() => make(wanted)).toThrow(
      expect.toSatisfy(
        (error) =>
          codeOf(error) === 'BAD_USER_INPUT' && JSON.stringify(refusedAt(error)) === JSON.stringify(path),
      ),
    );
  });

  test.each([
    [
      'a product that is not on sale',
      { products: [product(), product({ onSale: false, name: 'Old' })] },
      'PRODUCT_UNAVAILABLE',
      'Not on sale: Old.',
    ],
    [
      'another total than expected',
      { products: [product()], expectedTotal: 1999n },
      'PRICE_CHANGED',
      'The total is 20.00 USD now.',
    ],
  ] satisfies [string, Wanted, string, string][])(
    'of %s is REJECTED at once',
    (_what, wanted, code, message) => {
      const order = make(wanted);
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

describe('the saga', () => {
  const done = (order: Order, ...names: string[]) =>
    names.reduce((current, name) => complete(begin(current, name, now), name, {}, now), order);

  test('does its steps in their sequence, and then the order is CONFIRMED', () => {
    let order = make({ products: [product()] });
    const seen: string[] = [];
    for (let action = nextAction(order); action.kind === 'run'; action = nextAction(order)) {
      seen.push(action.step);
      order = done(order, action.step);
    }
    expect(seen).toEqual([...STEP_NAMES]);
    expect(end(order, now)).toMatchObject({
      status: 'CONFIRMED',
      saga: { status: 'COMPLETED', finishedAt: now },
    });
  });

  test('a fault leaves the step to be tried again', () => {
    const order = noteFault(
      begin(make({ products: [product()] }), 'RESERVE_STOCK', now),
      'RESERVE_STOCK',
      'timeout',
      now,
    );
    expect(nextAction(order)).toEqual({ kind: 'run', step: 'RESERVE_STOCK' });
    expect(order.saga.steps[1]).toMatchObject({ status: 'RUNNING', attempts: 1, error: 'timeout' });
    expect(begin(order, 'RESERVE_STOCK', now).saga.steps[1]?.attempts).toBe(2);
  });

  test.each(STEP_NAMES.map((name, n) => [name, n] as const))(
    'refused at %s, it undoes what was done, backward, and nothing else',
    (name, n) => {
      const before = STEP_NAMES.slice(0, n);
      let order = refuse(
        begin(done(make({ products: [product()] }), ...before), name, now),
        name,
        { rejection },
        now,
      );
      const undone: string[] = [];
      for (let action = nextAction(order); action.kind === 'compensate'; action = nextAction(order)) {
        undone.push(action.step);
        order = compensated(order, action.step, {}, now);
      }
      // The refused one first: an earlier attempt of it may have been done.
      expect(undone).toEqual([name, ...before.toReversed()]);
      expect(end(order, now)).toMatchObject({
        status: 'REJECTED',
        rejection,
        saga: { status: 'COMPENSATED' },
      });
    },
  );

  test('a step that was skipped is not undone', () => {
    let order = skip(make({ products: [product({ kind: 'DIGITAL' })] }), 'RESERVE_STOCK', now);
    order = refuse(begin(order, 'AUTHORIZE_PAYMENT', now), 'AUTHORIZE_PAYMENT', { rejection }, now);
    expect(nextAction(order)).toEqual({ kind: 'compensate', step: 'AUTHORIZE_PAYMENT' });
    order = compensated(order, 'AUTHORIZE_PAYMENT', {}, now);
    expect(nextAction(order)).toEqual({ kind: 'end' });
    expect(statuses(order)).toBe('COMPLETED SKIPPED FAILED PENDING PENDING PENDING');
  });

  test('an order that has ended does not change any more', () => {
    const order = end(done(make({ products: [product()] }), ...STEP_NAMES), now);
    expect(nextAction(order)).toEqual({ kind: 'end' });
    expect(end(order, new Date(0))).toBe(order);
  });
});

describe('an order number', () => {
  test('has the day, and five characters that are not mistaken for each other', () => {
    expect(orderNumber('01936f00-0000-7000-8000-ffffffffffff', now)).toBe('HF-20261120-ZZZZZ');
    expect(orderNumber('01936f00-0000-7000-8000-000000000000', now)).toBe('HF-20261120-00000');
    expect(orderNumber(newUuid(), now)).toMatch(/^HF-20261120-[0-9A-HJKMNP-TV-Z]{5}$/);
  });
});

describe('a fingerprint', () => {
  test('is the same for the same input in any order of keys, and another for another', () => {
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
