/**
 * A page and everything around it costs each subgraph one request and each database one query per type,
 * whatever its length.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { BERLIN, type Client, PLACE_ORDER } from '../shop.ts';
import { bySubgraph, observed } from './shop.ts';

const ORDERS = 50;

let staff: Client;
let customers: Client[];

/**
 * Queries that services make by themselves now and then. The gateway asks users for ended sessions, orders
 * looks for sagas without a lease, inventory for expired reservations and due alarms, and each for
 * unpublished events.
 */
const BACKGROUND = [
  /^find sessions$/,
  /^findAndModify orders$/,
  /^aggregate saga of orders$/,
  /^(begin|commit)$/,
  /\boutbox\b/,
  /^update reservations set status = 'EXPIRED' /,
  /^select id, product_id .* where alarm = 'DUE' /,
  /^select min\(expires_at\) as at from reservations /,
  /^select min\(.* as at from stock_items as item where alarm = 'DUE'$/,
];

const isForeground = (query: string) => !BACKGROUND.some((pattern) => pattern.test(query));

/**
 * Resolves once all events are published, which takes a service at most a second, and every consumer has
 * handled them.
 */
async function quiet(): Promise<void> {
  const sinceLastTime = () =>
    Object.values(observed.databases).flatMap(({ asked }) => asked.splice(0).filter(isForeground));
  await vi.waitFor(() => expect(sinceLastTime()).toEqual([]), { interval: 1_500, timeout: 60_000 });
}

/** Runs a query as staff. @returns the answer, and the requests and database queries of each subgraph. */
async function costOf(document: string, variables: Record<string, unknown>) {
  const { proxies, databases } = observed;
  for (const { asked } of [...Object.values(proxies), ...Object.values(databases)]) asked.length = 0;
  const { data, errors } = await staff.query(document, variables);
  expect(errors).toBeUndefined();
  const cost = bySubgraph((name) => ({
    requests: proxies[name].asked.length,
    queries: databases[name].asked
      .filter(isForeground)
      .map((query) => query.replace(/^select .*? from (\w+).*$/, 'select $1'))
      .sort(),
  }));
  return { data, cost };
}

/** Places this many orders of two products each. */
async function placeOrders(products: readonly string[], count: number): Promise<void> {
  for (let n = 0; n < count; n += customers.length) {
    const placed = await Promise.all(
      customers.map((customer, c) => {
        const lines = [n + c, n + c + 1].map((p) => ({
          productId: products[p % products.length],
          quantity: 1,
        }));
        return customer.query(PLACE_ORDER, {
          input: { idempotencyKey: newUuid(), lines, shippingAddress: BERLIN },
        });
      }),
    );
    for (const { data } of placed) expect(data.placeOrder.order.status).toBe('CONFIRMED');
  }
}

const EVERYTHING = /* GraphQL */ `
  fragment Everything on Order {
    number
    lines { name product { name available inStock } }
    reservation { status lines { quantity warehouse { code } } }
    payment { status amount { amount } }
    saga { status steps { name } }
  }`;

const ORDERS_COST = {
  users: { requests: 1, queries: ['find users'] },
  products: { requests: 1, queries: ['find products'] },
  orders: { requests: 1, queries: ['find orders'] },
  inventory: {
    requests: 1,
    queries: ['select reservation_lines', 'select reservations', 'select stock_items', 'select warehouses'],
  },
  payments: { requests: 1, queries: ['select payments'] },
};

describe('the cost of a page', () => {
  beforeAll(async () => {
    const { shop } = observed;
    staff = await shop.customer('0.00', { roles: ['STAFF'] });
    const addresses = [{ address: BERLIN }];
    customers = await Promise.all(Array.from({ length: 5 }, () => shop.customer('5000.00', { addresses })));
    const products = await Promise.all(Array.from({ length: 7 }, () => shop.product(1000)));
    await placeOrders(products, ORDERS);
    await quiet();
  });

  test('orders with customer, lines, products, stock, reservation and payment take one request, and one query per type', async () => {
    const query = `query ($first: Int!) { orders(first: $first) { nodes { customer { name } ...Everything } } } ${EVERYTHING}`;
    for (const first of [50, 3]) {
      const { data, cost } = await costOf(query, { first });
      expect(data.orders.nodes).toHaveLength(first);
      for (const order of data.orders.nodes) {
        const line = { product: { name: expect.any(String), available: expect.any(Number), inStock: true } };
        expect(order).toMatchObject({
          customer: { name: 'Test Customer' },
          lines: [line, line],
          reservation: { status: 'CONFIRMED', lines: [{ quantity: 1 }, { quantity: 1 }] },
          payment: { status: 'CAPTURED', amount: { amount: '20.00' } },
          saga: { status: 'COMPLETED' },
        });
      }
      expect(cost).toEqual(ORDERS_COST);
    }
  });

  test('the total count takes one more query, and only when it is selected', async () => {
    const { data, cost } = await costOf('{ orders(first: 3) { totalCount nodes { number } } }', {});
    expect(data.orders.totalCount).toBeGreaterThanOrEqual(ORDERS);
    expect(cost.orders).toEqual({ requests: 1, queries: ['aggregate orders', 'find orders'] });
  });

  test("a user's orders and addresses cost no more than a list of orders", async () => {
    const query = `query ($id: ID!, $first: Int!) {
    user(id: $id) { addresses { address { city } } orders(first: $first) { nodes { ...Everything } } }
  } ${EVERYTHING}`;
    const [{ userId: id } = staff] = customers;
    for (const first of [ORDERS / customers.length, 3]) {
      const { data, cost } = await costOf(query, { id, first });
      expect(data.user.addresses).toEqual([{ address: { city: 'Berlin' } }]);
      expect(data.user.orders.nodes).toHaveLength(first);
      expect(cost).toEqual(ORDERS_COST);
    }
  });

  test('products with seller, categories and stock take one request, and one query per type and level', async () => {
    const query = `query ($first: Int!) {
    products(first: $first) {
      nodes { name available seller { name } category { name parent { name } } stock { onHand warehouse { name } } }
    }
  }`;
    const category = (name: string, parentId: string | null): Promise<string> =>
      staff
        .query('mutation ($input: CategoryInput!) { createCategory(input: $input) { id } }', {
          input: { name, parentId },
        })
        .then(({ data }) => data.createCategory.id);
    const above = await Promise.all([1, 2].map((n) => category(`Above ${n}`, null)));
    const below = await Promise.all(above.map((parent, n) => category(`Below ${n}`, parent)));
    await Promise.all(
      Array.from({ length: ORDERS }, (_, n) =>
        observed.shop.product(5, {
          categoryId: below[n % below.length] ?? null,
          sellerId: customers[n % customers.length]?.userId ?? null,
        }),
      ),
    );
    await quiet();
    for (const first of [ORDERS, 3]) {
      const { data, cost } = await costOf(query, { first });
      expect(data.products.nodes).toHaveLength(first);
      for (const product of data.products.nodes) {
        expect(product).toMatchObject({
          available: 5,
          seller: { name: 'Test Customer' },
          category: {
            name: expect.stringMatching('Below'),
            parent: { name: expect.stringMatching('Above') },
          },
          stock: [{ onHand: 5, warehouse: { name: expect.any(String) } }],
        });
      }
      expect(cost).toEqual({
        users: { requests: 1, queries: ['find users'] },
        products: {
          requests: 1,
          // A category's parent is known only once the category is read, so each level needs its own query.
          queries: ['find categories', 'find categories', 'find products'],
        },
        orders: { requests: 0, queries: [] },
        inventory: {
          requests: 1,
          // One query sums what is available, the other reads the items.
          queries: ['select stock_items', 'select stock_items', 'select warehouses'],
        },
        payments: { requests: 0, queries: [] },
      });
    }
  });
});
