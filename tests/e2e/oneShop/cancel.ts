/** Cancellation, shipment and quotes, through the gateway. */

import { newUuid } from '@holdfast/kit-base/ids';
import { beforeAll, describe, expect, test } from 'vitest';
import { findDisagreements } from '../../../subgraphs/inventory/src/verification/queries.ts';
import { type Client, ORDER, orderOf, PLACE_ORDER, stepsOf } from '../shop.ts';
import { shop } from './shop.ts';

let staff: Client;
beforeAll(async () => {
  staff = await shop.customer('0.00', { roles: ['STAFF'] });
});

const CANCEL = /* GraphQL */ `
  mutation ($id: ID!, $reason: String) { cancelOrder(id: $id, reason: $reason) { ...Everything history { reason } } }
  ${ORDER}`;
const MOVE = /* GraphQL */ `
  mutation ($id: ID!, $status: OrderStatus!) {
    updateOrderStatus(id: $id, status: $status) { status shipment { status } history { status actor } }
  }`;

async function place(customer: Client, product: string, quantity = 2): Promise<string> {
  const { data } = await customer.query(PLACE_ORDER, orderOf(product, quantity));
  expect(data.placeOrder.order.status).toBe('CONFIRMED');
  return data.placeOrder.order.id;
}

/** Returns a customer's money and a product's units. */
async function state(customer: Client, productId: string) {
  const { data } = await customer.query(
    'query ($id: ID!) { me { wallet { balance { amount } held { amount } } } product(id: $id) { available } }',
    { id: productId },
  );
  const { balance, held } = data.me.wallet;
  return { balance: balance.amount, held: held.amount, available: data.product.available };
}

describe('cancelling a confirmed order', () => {
  test('returns stock and money and records the reason; a repetition changes nothing', async () => {
    const customer = await shop.customer('100.00');
    const product = await shop.product(5);
    const id = await place(customer, product);
    expect(await state(customer, product)).toEqual({ balance: '80.00', held: '0.00', available: 3 });
    for (const _time of [1, 2]) {
      const { data, errors } = await customer.query(CANCEL, { id, reason: 'changed my mind' });
      expect(errors).toBeUndefined();
      expect(data.cancelOrder).toMatchObject({
        status: 'CANCELLED',
        rejection: null,
        payment: { status: 'REFUNDED' },
        reservation: { status: 'CONFIRMED' },
        shipment: { status: 'CANCELLED' },
        saga: { status: 'COMPENSATED' },
        history: [
          { status: 'PENDING', actor: customer.userId, reason: null },
          { status: 'CONFIRMED', actor: 'orders', reason: null },
          { status: 'CANCELLED', actor: customer.userId, reason: 'changed my mind' },
        ],
      });
      expect(stepsOf(data.cancelOrder)).toEqual(['COMPLETED', ...Array(5).fill('COMPENSATED')]);
      expect(await state(customer, product)).toEqual({ balance: '100.00', held: '0.00', available: 5 });
    }
    const { rows } = await shop.inventory.query(
      `select kind, reason, actor from stock_movements join stock_items as item on item.id = stock_item_id
       where product_id = $1 order by stock_movements.id desc limit 1`,
      [product],
    );
    expect(rows).toEqual([{ kind: 'RETURN', reason: 'changed my mind', actor: customer.userId }]);
    expect(await findDisagreements(shop.inventory)).toEqual([]);
  });

  test('works for STAFF, and is NOT_FOUND for another customer', async () => {
    const [customer, other] = [await shop.customer('100.00'), await shop.customer('0.00')];
    const product = await shop.product(5);
    const id = await place(customer, product);
    const refused = await other.query(CANCEL, { id });
    expect(refused.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
    expect(await state(customer, product)).toMatchObject({ available: 3 });
    const { data } = await staff.query(CANCEL, { id });
    expect(data.cancelOrder.history.at(-1)).toMatchObject({ status: 'CANCELLED', actor: staff.userId });
    expect(await state(customer, product)).toEqual({ balance: '100.00', held: '0.00', available: 5 });
  });

  test('many times at once takes effect once', async () => {
    const customer = await shop.customer('100.00');
    const product = await shop.product(5);
    const id = await place(customer, product);
    const answers = await Promise.all(Array.from({ length: 8 }, () => customer.query(CANCEL, { id })));
    for (const { data } of answers) expect(data.cancelOrder.status).toBe('CANCELLED');
    expect(await state(customer, product)).toEqual({ balance: '100.00', held: '0.00', available: 5 });
    expect(await findDisagreements(shop.inventory)).toEqual([]);
  });
});

test('a shipped order cannot be cancelled, and the error names the allowed statuses', async () => {
  const customer = await shop.customer('100.00');
  const product = await shop.product(5);
  const id = await place(customer, product);
  const denied = await customer.query(MOVE, { id, status: 'SHIPPED' });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const shipped = await staff.query(MOVE, { id, status: 'SHIPPED' });
  expect(shipped.data.updateOrderStatus).toMatchObject({
    status: 'SHIPPED',
    shipment: { status: 'IN_TRANSIT' },
  });
  const { data, errors } = await customer.query(CANCEL, { id });
  expect(data).toEqual({ cancelOrder: null });
  expect(errors?.[0]).toMatchObject({
    message: 'The order is SHIPPED: only a CONFIRMED order can be cancelled.',
    extensions: { code: 'CONFLICT', status: 'SHIPPED', allowed: ['DELIVERED'] },
  });
  expect(await state(customer, product)).toEqual({ balance: '80.00', held: '0.00', available: 3 });
  const delivered = await staff.query(MOVE, { id, status: 'DELIVERED' });
  expect(delivered.data.updateOrderStatus).toMatchObject({
    status: 'DELIVERED',
    shipment: { status: 'DELIVERED' },
    history: [
      {},
      {},
      { status: 'SHIPPED', actor: staff.userId },
      { status: 'DELIVERED', actor: staff.userId },
    ],
  });
});

test('a quote shows any caller the cost of an order, and whether it can be placed', async () => {
  const seat = await shop.product(3, { kind: 'SEAT' });
  const book = await shop.product(0, { kind: 'DIGITAL' });
  const quote = (quantity: number) =>
    shop.query(
      `query ($lines: [OrderLineInput!]!) { quote(lines: $lines) {
        orderable total { amount } lines { product { name available } available orderable quantity } } }`,
      { lines: [seat, book].map((productId) => ({ productId, quantity })) },
    );
  expect((await quote(3)).data.quote).toMatchObject({
    orderable: true,
    total: { amount: '60.00' },
    lines: [
      { product: { available: 3 }, available: 3, orderable: true },
      { product: { available: null }, available: null, orderable: true },
    ],
  });
  expect((await quote(4)).data.quote).toMatchObject({
    orderable: false,
    lines: [{ orderable: false }, { orderable: true }],
  });
  const unknown = await shop.query(
    'query ($lines: [OrderLineInput!]!) { quote(lines: $lines) { orderable } }',
    { lines: [{ productId: newUuid(), quantity: 1 }] },
  );
  expect(unknown.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['lines', 0, 'productId'] }],
  });
});
