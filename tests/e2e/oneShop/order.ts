/** Orders from beginning to end, through the gateway, all five subgraphs and their databases. */

import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { findDisagreements } from '../../../subgraphs/inventory/src/verification/queries.ts';
import { BERLIN, type Client, ORDER, orderOf, PLACE_ORDER, stepsOf } from '../shop.ts';
import { shop } from './shop.ts';

const WALLET = '{ me { wallet { balance { amount } held { amount } available { amount } } } }';

/** Returns a product's stock and a customer's money, which a refused order must not change. */
async function state(customer: Client, productId: string) {
  const { data } = await customer.query(WALLET);
  const { rows } = await shop.inventory.query(
    'select sum(on_hand)::int as "onHand", sum(reserved)::int as reserved from stock_items where product_id = $1',
    [productId],
  );
  return { wallet: data.me.wallet, stock: rows[0] };
}

const usd = (amount: string) => ({ amount });

describe('an order', () => {
  test('is confirmed, and one query joins all five subgraphs', async () => {
    const customer = await shop.customer('1000.00');
    const product = await shop.product(5, { price: { amount: '129.90', currency: 'USD' } });
    const placed = await customer.query(PLACE_ORDER, orderOf(product, 2));
    expect(placed.errors).toBeUndefined();
    expect(placed.data.placeOrder).toMatchObject({ replayed: false, order: { status: 'CONFIRMED' } });
    const { id } = placed.data.placeOrder.order;
    const { data, errors } = await customer.query(
      `query ($id: ID!) { order(id: $id) { ...Everything } } ${ORDER}`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(data.order).toMatchObject({
      number: expect.stringMatching(/^HF-\d{8}-[0-9A-HJKMNP-TV-Z]{5}$/),
      status: 'CONFIRMED',
      customer: { name: 'Test Customer' },
      total: { amount: '259.80', currency: 'USD' },
      lines: [{ product: { available: 3 }, quantity: 2, unitPrice: usd('129.90'), total: usd('259.80') }],
      shippingAddress: { recipient: 'Test Customer', city: 'Berlin', country: 'DE' },
      rejection: null,
      reservation: { status: 'CONFIRMED' },
      payment: { status: 'CAPTURED', amount: usd('259.80'), declineCode: null },
      shipment: { status: 'ARRANGED' },
      saga: { status: 'COMPLETED' },
      history: [
        { status: 'PENDING', actor: customer.userId },
        { status: 'CONFIRMED', actor: 'orders' },
      ],
    });
    expect(data.order.saga.steps).toEqual(
      [
        'VALIDATE_ORDER',
        'RESERVE_STOCK',
        'AUTHORIZE_PAYMENT',
        'ARRANGE_SHIPMENT',
        'CAPTURE_PAYMENT',
        'CONFIRM_RESERVATION',
      ].map((name) => ({ name, status: 'COMPLETED' })),
    );
    expect(await state(customer, product)).toEqual({
      wallet: { balance: usd('740.20'), held: usd('0.00'), available: usd('740.20') },
      stock: { onHand: 3, reserved: 0 },
    });
  });

  test('of a seat and an e-book is not shipped, and the e-book needs no stock', async () => {
    const customer = await shop.customer();
    const seat = await shop.product(1, { kind: 'SEAT' });
    const book = await shop.product(0, { kind: 'DIGITAL' });
    const lines = [seat, book].map((productId) => ({ productId, quantity: 1 }));
    const { data } = await customer.query(PLACE_ORDER, { input: { idempotencyKey: newUuid(), lines } });
    expect(data.placeOrder.order).toMatchObject({
      status: 'CONFIRMED',
      shipment: null,
      shippingAddress: null,
      lines: [{ product: { available: 0 } }, { product: { available: null } }],
    });
    expect(stepsOf(data.placeOrder.order)[3]).toBe('SKIPPED');
    const only = await customer.query(PLACE_ORDER, {
      input: { idempotencyKey: newUuid(), lines: [{ productId: book, quantity: 3 }] },
    });
    expect(only.data.placeOrder.order).toMatchObject({ status: 'CONFIRMED', reservation: null });
    expect(stepsOf(only.data.placeOrder.order)).toEqual([
      'COMPLETED',
      'SKIPPED',
      'COMPLETED',
      'SKIPPED',
      'COMPLETED',
      'SKIPPED',
    ]);
  });

  test("may name one of the customer's own addresses; lines of the same product are merged", async () => {
    const id = newUuid();
    const addresses = [{ id, label: 'Home', isDefault: true, address: BERLIN }];
    const customer = await shop.customer('1000.00', { addresses });
    const product = await shop.product(5);
    const lines = [1, 2].map((quantity) => ({ productId: product, quantity }));
    const { data } = await customer.query(PLACE_ORDER, {
      input: { idempotencyKey: newUuid(), lines, shippingAddressId: id, expectedTotal: { amount: '30.00' } },
    });
    expect(data.placeOrder.order).toMatchObject({
      status: 'CONFIRMED',
      lines: [{ quantity: 3 }],
      shippingAddress: { city: 'Berlin' },
    });
  });
});

test("a wallet in another currency than the price's declines, and the rejection says so", async () => {
  const customer = await shop.customer('0.00');
  await customer.query(
    `mutation ($user: ID!) {
      topUpWallet(userId: $user, amount: { amount: "100.00", currency: "EUR" }, idempotencyKey: "euros") { balance { currency } }
    }`,
    { user: customer.userId },
  );
  const { data } = await customer.query(PLACE_ORDER, orderOf(await shop.product(1)));
  expect(data.placeOrder.order).toMatchObject({
    status: 'REJECTED',
    rejection: {
      code: 'PAYMENT_DECLINED',
      message: 'The order is in USD, but the wallet is in another currency.',
    },
    payment: { status: 'DECLINED', declineCode: 'CURRENCY_NOT_SUPPORTED' },
  });
});

describe('a refused order is REJECTED with its reason, and everything is compensated', () => {
  test.each([
    {
      what: 'too little stock',
      wallet: '10000.00',
      order: (product: string) => orderOf(product, 6),
      rejection: { code: 'OUT_OF_STOCK', shortages: [{ requested: 6, available: 5 }] },
      steps: ['COMPLETED', 'FAILED', 'PENDING', 'PENDING', 'PENDING', 'PENDING'],
      more: { reservation: null, payment: null, shipment: null },
    },
    {
      what: 'too little money',
      wallet: '49.99',
      order: (product: string) => orderOf(product, 5),
      rejection: { code: 'PAYMENT_DECLINED', shortages: [] },
      steps: ['COMPLETED', 'COMPENSATED', 'FAILED', 'PENDING', 'PENDING', 'PENDING'],
      more: {
        reservation: { status: 'RELEASED' },
        payment: { status: 'DECLINED', declineCode: 'INSUFFICIENT_FUNDS' },
      },
    },
    {
      what: 'an address that no carrier delivers to',
      wallet: '1000.00',
      order: (product: string) => orderOf(product, 1, { shippingAddress: { ...BERLIN, country: 'AQ' } }),
      rejection: { code: 'UNDELIVERABLE', shortages: [] },
      steps: ['COMPLETED', 'COMPENSATED', 'COMPENSATED', 'FAILED', 'PENDING', 'PENDING'],
      more: { reservation: { status: 'RELEASED' }, payment: { status: 'VOIDED' }, shipment: null },
    },
    {
      what: 'a total other than expected',
      wallet: '1000.00',
      order: (product: string) => orderOf(product, 1, { expectedTotal: { amount: '9.99', currency: 'USD' } }),
      rejection: { code: 'PRICE_CHANGED', shortages: [] },
      steps: ['FAILED', 'PENDING', 'PENDING', 'PENDING', 'PENDING', 'PENDING'],
      more: { reservation: null, payment: null, shipment: null },
    },
  ])('$what', async ({ wallet, order, rejection, steps, more }) => {
    const customer = await shop.customer(wallet);
    const product = await shop.product(5);
    const before = await state(customer, product);
    const { data, errors } = await customer.query(PLACE_ORDER, order(product));
    expect(errors).toBeUndefined();
    expect(data.placeOrder.order).toMatchObject({
      status: 'REJECTED',
      rejection: { message: expect.stringMatching(/\.$/), ...rejection },
      saga: { status: 'COMPENSATED' },
      ...more,
    });
    expect(stepsOf(data.placeOrder.order)).toEqual(steps);
    expect(await state(customer, product)).toEqual(before);
  });

  test('a product that is no longer on sale', async () => {
    const customer = await shop.customer();
    const product = await shop.product(5, { status: 'ARCHIVED' });
    const before = await state(customer, product);
    const { data } = await customer.query(PLACE_ORDER, orderOf(product));
    expect(data.placeOrder.order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'PRODUCT_UNAVAILABLE' },
    });
    expect(await state(customer, product)).toEqual(before);
  });
});

describe('an idempotency key', () => {
  test('used again with the same input returns the same order, even from 16 requests at once', async () => {
    const customer = await shop.customer('100.00');
    const product = await shop.product(50);
    const order = orderOf(product, 2);
    const answers = await Promise.all(Array.from({ length: 16 }, () => customer.query(PLACE_ORDER, order)));
    const placed = [...answers, await customer.query(PLACE_ORDER, order)].map(({ data }) => data.placeOrder);
    expect(new Set(placed.map((each) => each.order.id)).size).toBe(1);
    expect(new Set(placed.map((each) => each.order.status))).toEqual(new Set(['CONFIRMED']));
    expect(placed.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await state(customer, product)).toMatchObject({
      wallet: { balance: usd('80.00') },
      stock: { onHand: 48, reserved: 0 },
    });
  });

  test('used again for another order is CONFLICT; another customer may use it', async () => {
    const [customer, other] = [await shop.customer(), await shop.customer()];
    const product = await shop.product(50);
    const idempotencyKey = newUuid();
    const first = await customer.query(PLACE_ORDER, orderOf(product, 1, { idempotencyKey }));
    const second = await customer.query(PLACE_ORDER, orderOf(product, 2, { idempotencyKey }));
    expect(second.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
    const third = await other.query(PLACE_ORDER, orderOf(product, 2, { idempotencyKey }));
    expect(third.data.placeOrder).toMatchObject({ replayed: false, order: { status: 'CONFIRMED' } });
    expect(third.data.placeOrder.order.id).not.toBe(first.data.placeOrder.order.id);
  });
});

test("another's order, reservation, payment and wallet do not exist or are FORBIDDEN", async () => {
  const [customer, other, staff] = [
    await shop.customer(),
    await shop.customer(),
    await shop.login('staff@demo.test', 'holdfast-demo'),
  ];
  const product = await shop.product(5);
  const { data } = await customer.query(PLACE_ORDER, orderOf(product));
  const { id } = data.placeOrder.order;
  const look = `query ($id: ID!) { order(id: $id) { status customer { email wallet { balance { amount } } } reservation { status } payment { status } } saga(id: $id) { status } }`;
  expect((await other.query(look, { id })).data).toEqual({ order: null, saga: null });
  const denied = await shop.query(look, { id });
  expect(denied.data).toEqual({ order: null, saga: null });
  expect(denied.errors?.map(({ extensions }) => extensions?.['code'])).toEqual([
    'UNAUTHENTICATED',
    'UNAUTHENTICATED',
  ]);
  for (const allowed of [customer, staff]) {
    const { data, errors } = await allowed.query(look, { id });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      order: { status: 'CONFIRMED', reservation: { status: 'CONFIRMED' }, payment: { status: 'CAPTURED' } },
      saga: { status: 'COMPLETED' },
    });
  }
});

describe('200 buyers at once for the last 10 units', () => {
  test('exactly 10 are CONFIRMED, 190 are OUT_OF_STOCK, and the ledger sums to the stock', async () => {
    const product = await shop.product(10);
    const buyers: Client[] = [];
    while (buyers.length < 200) {
      buyers.push(...(await Promise.all(Array.from({ length: 20 }, () => shop.customer('10.00')))));
    }
    const answers = await Promise.all(buyers.map((buyer) => buyer.query(PLACE_ORDER, orderOf(product))));
    const outcomes = answers.map(
      ({ data, errors }) =>
        data?.placeOrder?.order.rejection?.code ?? data?.placeOrder?.order.status ?? errors,
    );
    expect(
      Map.groupBy(outcomes, (outcome) => outcome)
        .entries()
        .map(([outcome, all]) => [outcome, all.length])
        .toArray()
        .sort(),
    ).toEqual([
      ['CONFIRMED', 10],
      ['OUT_OF_STOCK', 190],
    ]);
    const { data } = await shop.query('query ($id: ID!) { product(id: $id) { available inStock } }', {
      id: product,
    });
    expect(data.product).toEqual({ available: 0, inStock: false });
    const { rows } = await shop.inventory.query(
      `select sum(on_hand_delta)::int as "onHand", sum(reserved_delta)::int as reserved
       from stock_movements join stock_items on stock_items.id = stock_item_id where product_id = $1`,
      [product],
    );
    expect(rows).toEqual([{ onHand: 0, reserved: 0 }]);
    expect(await findDisagreements(shop.inventory)).toEqual([]);
  });
});
