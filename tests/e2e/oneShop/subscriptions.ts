/** Subscriptions receive what happens in the shop, by both transports. */
import { newUuid } from '@holdfast/kit-base/ids';
import { beforeAll, expect, test } from 'vitest';
import { TRANSPORTS } from '../../../gateway/test/subscriptions/clients.ts';
import { BERLIN, type Client, PLACE_ORDER } from '../shop.ts';
import { shop } from './shop.ts';

const FOLLOW = /* GraphQL */ `
  subscription ($id: ID!) {
    orderUpdated(id: $id) {
      status
      customer { name }
      lines { name product { available } }
      reservation { status }
      payment { status }
      shipment { status }
      saga { status }
    }
  }`;
const SET_STATUS =
  'mutation ($id: ID!, $status: OrderStatus!) { updateOrderStatus(id: $id, status: $status) { status } }';

const ADJUST = /* GraphQL */ `
  mutation ($product: ID!, $warehouse: ID!, $delta: Int!) {
    adjustStock(productId: $product, warehouseId: $warehouse, delta: $delta, reason: "test") { available }
  }`;

let staff: Client;
beforeAll(async () => {
  staff = await shop.customer('0.00', { roles: ['STAFF'] });
});

async function placeOrder(customer: Client, productId: string): Promise<string> {
  const lines = [{ productId, quantity: 1 }];
  const input = { idempotencyKey: newUuid(), lines, shippingAddress: BERLIN };
  const { data } = await customer.query(PLACE_ORDER, { input });
  return data.placeOrder.order.id;
}

test.each(Object.entries(TRANSPORTS))('%s: a customer follows an order to its end', async (_name, listen) => {
  const customer = await shop.customer();
  const id = await placeOrder(customer, await shop.product(5));
  const answers = listen(shop.holdfast.url, { query: FOLLOW, variables: { id } }, customer.token);
  const until = async (status: string) => {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) throw new Error('The subscription ended.');
      expect(value.errors).toBeUndefined();
      if (value.data.orderUpdated.status === status) return value.data.orderUpdated;
    }
  };
  expect(await until('CONFIRMED')).toEqual({
    status: 'CONFIRMED',
    customer: { name: 'Test Customer' },
    lines: [{ name: expect.any(String), product: { available: 4 } }],
    reservation: { status: 'CONFIRMED' },
    payment: { status: 'CAPTURED' },
    shipment: { status: 'ARRANGED' },
    saga: { status: 'COMPLETED' },
  });
  await staff.query(SET_STATUS, { id, status: 'SHIPPED' });
  expect((await until('SHIPPED')).shipment).toEqual({ status: 'IN_TRANSIT' });
  await staff.query(SET_STATUS, { id, status: 'DELIVERED' });
  await until('DELIVERED');
  await answers.return();
});

/** Creates a product with five units and a reorder threshold of four. */
async function productNearAlarm() {
  const productId = await shop.product(5);
  const { data } = await staff.query(
    'query ($id: ID!) { stockItems(productId: $id) { nodes { id warehouse { id } } } }',
    { id: productId },
  );
  const [item] = data.stockItems.nodes;
  const set = 'setReorderThreshold(productId: $product, warehouseId: $warehouse, threshold: 4) { low }';
  const variables = { product: productId, warehouse: item.warehouse.id };
  await staff.query(`mutation ($product: ID!, $warehouse: ID!) { ${set} }`, variables);
  const fall = () => staff.query(ADJUST, { ...variables, delta: -1 });
  return { item, fall };
}

test.each(Object.entries(TRANSPORTS))('%s: STAFF receives low stock', async (_name, listen) => {
  const query = 'subscription { stockLow { id available low product { name } } }';
  const answers = listen(shop.holdfast.url, { query }, staff.token);
  let heard = false;
  /** The ids of the items that fell. Each fall is published once, so each uses a new product. */
  const fallen = new Set<string>();
  const hear = async () => {
    for await (const { errors, data } of answers) {
      expect(errors).toBeUndefined();
      if (fallen.has(data.stockLow.id)) return data.stockLow;
    }
  };
  const hearing = hear().finally(() => {
    heard = true;
  });
  // A subscription without a first answer does not show when it has started, so stock falls until one is
  // received.
  while (!heard) {
    const { item, fall } = await productNearAlarm();
    fallen.add(item.id);
    await fall();
  }
  expect(await hearing).toMatchObject({ available: 4, low: true, product: { name: expect.any(String) } });
});

test('a stream that has started receives the next fall, while a hundred clients read', async () => {
  const { item, fall } = await productNearAlarm();
  const response = await fetch(`${shop.holdfast.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${staff.token}`,
    },
    body: JSON.stringify({ query: 'subscription { stockLow { id low } }' }),
  });
  const stream = response.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  // After its first bytes, the stream misses nothing.
  let text = (await stream.next()).value ?? '';
  const reads = Array.from({ length: 100 }, () =>
    shop.query('{ products(first: 9) { nodes { name available } } }'),
  );
  await fall();
  while (!text.includes(item.id))
    text += (await stream.next()).value ?? expect.fail(`The stream ended after ${text}`);
  expect(text).toContain(`data: {"data":{"stockLow":{"id":"${item.id}","low":true}}}`);
  await stream.return?.();
  await Promise.all(reads);
});

test('a caller without access gets an error, and no events', async () => {
  const id = await placeOrder(await shop.customer(), await shop.product(5));
  const stranger = await shop.customer();
  for (const listen of Object.values(TRANSPORTS)) {
    const order = listen(shop.holdfast.url, { query: FOLLOW, variables: { id } }, stranger.token);
    expect((await order.next()).value.errors[0].extensions.code).toBe('NOT_FOUND');
    expect((await order.next()).done).toBe(true);
    const stock = listen(shop.holdfast.url, { query: 'subscription { stockLow { id } }' }, stranger.token);
    expect((await stock.next()).value.errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await stock.next()).done).toBe(true);
  }
});
