/** One page of many orders, with everything around them, costs each subgraph one request for each type of it. */
import { newUuid } from '@holdfast/kit/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SUBGRAPHS, type Subgraph } from '../../dev/src/services.ts';
import { type CountingProxy, countingProxy } from './countingProxy.ts';
import { BERLIN, type Client, PLACE_ORDER, type Shop, startShop } from './shop.ts';

const ORDERS = 50;
const PAGE = /* GraphQL */ `
  query ($first: Int!) {
    orders(first: $first) {
      nodes {
        number
        customer { name }
        lines { name product { name available } }
        reservation { status }
        payment { status amount { amount } }
      }
    }
  }`;

let shop: Shop;
let proxies: Record<Subgraph, CountingProxy>;

beforeAll(async () => {
  const made = await Promise.all(SUBGRAPHS.map(async (name) => [name, await countingProxy()] as const));
  proxies = Object.fromEntries(made) as typeof proxies;
  const urls = made.map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]);
  shop = await startShop([], { gateway: Object.fromEntries(urls) });
  for (const [name, proxy] of made) proxy.target = shop.holdfast.ports[name];
});
afterAll(async () => {
  await shop[Symbol.asyncDispose]();
  await Promise.all(Object.values(proxies).map((proxy) => proxy[Symbol.asyncDispose]()));
});

/** How often each subgraph was asked for one page of orders. */
async function requestsFor(staff: Client, first: number) {
  for (const { asked } of Object.values(proxies)) asked.length = 0;
  const { data, errors } = await staff.query(PAGE, { first });
  expect(errors).toBeUndefined();
  expect(data.orders.nodes).toHaveLength(first);
  for (const order of data.orders.nodes) {
    const line = { product: { name: expect.any(String), available: expect.any(Number) } };
    expect(order).toMatchObject({
      customer: { name: 'Test Customer' },
      lines: [line, line],
      reservation: { status: 'CONFIRMED' },
      payment: { status: 'CAPTURED', amount: { amount: '20.00' } },
    });
  }
  return Object.fromEntries(SUBGRAPHS.map((name) => [name, proxies[name].asked.length]));
}

test('orders with customer, lines, products, stock, reservation and payment: one request a type, however many', async () => {
  const [staff, customers, products] = await Promise.all([
    shop.customer('0.00', { roles: ['STAFF'] }),
    Promise.all([1, 2, 3, 4, 5].map(() => shop.customer())),
    Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => shop.product(1000))),
  ]);
  for (let n = 0; n < ORDERS; n += customers.length) {
    const placed = await Promise.all(
      customers.map((customer, c) => {
        const lines = [n + c, n + c + 1].map((p) => ({
          productId: products[p % products.length],
          quantity: 1,
        }));
        const input = { idempotencyKey: newUuid(), lines, shippingAddress: BERLIN };
        return customer.query(PLACE_ORDER, { input });
      }),
    );
    for (const { data } of placed) expect(data.placeOrder.order.status).toBe('CONFIRMED');
  }

  // Two of inventory: a query plan has a fetch for reservations and one for the stock of products.
  const expected = { users: 1, products: 1, orders: 1, inventory: 2, payments: 1 };
  expect(await requestsFor(staff, ORDERS)).toEqual(expected);
  const types = proxies.inventory.asked.map((body) => /on (\w+)\{/.exec(body)?.[1]);
  expect(types.sort()).toEqual(['Product', 'Reservation']);
  expect(await requestsFor(staff, 3)).toEqual(expected);
});
