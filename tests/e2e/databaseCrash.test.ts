/**
 * Databases that are killed while customers shop restart with their data; meanwhile only what needs them is
 * unavailable.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseServer } from '../../dev/src/databaseServers.ts';
import { type Service, SUBGRAPHS, WORKERS } from '../../dev/src/services.ts';
import { verifyStock } from '../../subgraphs/inventory/src/verification/verifyStock.ts';
import { verifyBooks } from '../../subgraphs/payments/src/verification/verifyBooks.ts';
import { type Client, orderOf, PLACE_ORDER, type Shop, startShop } from './shop.ts';

/** A query that works without the database, by database. */
const UNAFFECTED: Readonly<Record<DatabaseServer, string>> = {
  PostgreSQL: '{ products(first: 1) { nodes { name } } }',
  'MongoDB of users': '{ products(first: 1) { nodes { name available } } }',
  'MongoDB of products': '{ me { wallet { balance { amount } } } }',
  'MongoDB of orders':
    '{ me { name wallet { balance { amount } } } products(first: 1) { nodes { name available } } }',
};
const SERVICES: readonly Service[] = [...SUBGRAPHS, ...WORKERS, 'gateway'];
const UNITS = 10_000;

const warnings: string[] = [];
let shop: Shop;
let productId: string;
let customers: readonly Client[];
beforeAll(async () => {
  shop = await startShop(warnings, {}, { ownServers: true });
  productId = await shop.product(UNITS);
  customers = await Promise.all(Array.from({ length: 4 }, () => shop.customer('100000.00')));
});
afterAll(() => shop[Symbol.asyncDispose]());

interface Shopping {
  /** The orders that were answered, by id: their customer and status. */
  readonly answered: Map<string, { readonly customer: Client; readonly status: string }>;
  /** Returns the number of orders answered as CONFIRMED so far. */
  confirmed(): number;
  stop(): Promise<void>;
}

/** Each customer places one order after another, and retries with the same key until there is an answer. */
function goShopping(): Shopping {
  const answered: Shopping['answered'] = new Map();
  let stopped = false;
  const placeOne = async (customer: Client) => {
    const order = orderOf(productId);
    for (;;) {
      const { data, errors } = await customer.query(PLACE_ORDER, order);
      const placed = data?.placeOrder?.order;
      if (placed) return answered.set(placed.id, { customer, status: placed.status });
      expect(errors?.length).toBeGreaterThan(0);
      await delay(50);
    }
  };
  const buy = async (customer: Client) => {
    while (!stopped) await placeOne(customer);
  };
  const buying = Promise.all(customers.map(buy));
  return {
    answered,
    confirmed: () => [...answered.values()].filter(({ status }) => status === 'CONFIRMED').length,
    stop: async () => {
      stopped = true;
      await buying;
    },
  };
}

/** The statuses that an order may reach. A PENDING order is resumed; one that has ended stays as it is. */
const ENDS: Readonly<Record<string, RegExp>> = { PENDING: /CONFIRMED|REJECTED/, CONFIRMED: /CONFIRMED/ };

const STATUS = 'query ($id: ID!) { order(id: $id) { status } }';
const SOON = { timeout: 60_000 };

test.each(Object.entries(UNAFFECTED))('%s is killed while customers shop', async (name, unaffected) => {
  const server = name as DatabaseServer;
  const { databases, program } = shop.holdfast;
  const pids = () => ({
    ...Object.fromEntries(
      Object.keys(UNAFFECTED).map((each) => [each, databases.program(each as DatabaseServer)?.pid]),
    ),
    ...Object.fromEntries(SERVICES.map((each) => [each, program(each)?.pid])),
  });
  const before = pids();
  warnings.length = 0;
  const shopping = goShopping();
  await expect.poll(shopping.confirmed, SOON).toBeGreaterThan(2);

  const killed = databases.program(server);
  killed?.kill('SIGKILL');
  await killed?.ended;
  const [customer] = customers;
  expect((await customer!.query(unaffected)).errors).toBeUndefined();
  await expect.poll(() => databases.program(server)?.pid, SOON).toEqual(expect.any(Number));
  const then = shopping.confirmed();
  await expect.poll(shopping.confirmed, SOON).toBeGreaterThan(then + 2);
  await shopping.stop();

  // Only the database restarted. The services that use it waited.
  expect(pids()).toEqual({ ...before, [server]: expect.any(Number) });
  expect(pids()[server]).not.toBe(before[server]);
  expect(warnings).toEqual([
    expect.stringContaining(`${server} crashed (signal SIGKILL) and is started again`),
  ]);

  for (const [id, { customer, status }] of shopping.answered) {
    const read = async () => (await customer.query(STATUS, { id })).data?.order?.status;
    await expect.poll(read, SOON).toMatch(ENDS[status]!);
  }
  await expectBooksAgree();
});

/** Expects the stock, the accounts and the reports to agree with the confirmed orders. */
async function expectBooksAgree(): Promise<void> {
  const sold = await shop.orders.db
    .collection('orders')
    .countDocuments({ status: 'CONFIRMED', 'lines.productId': productId });
  expect(
    (await shop.query('query ($id: ID!) { product(id: $id) { available } }', { id: productId })).data,
  ).toEqual({
    product: { available: UNITS - sold },
  });
  expect(await verifyStock(shop.inventory)).toEqual([]);
  const findings = await verifyBooks({ database: shop.payments });
  expect(Object.values(findings).flat()).toEqual([]);
  const reported = async () => {
    const { rows } = await shop.reports.query<{ units: number }>(
      'select coalesce(sum(units), 0)::int as units from sales_by_product where product_id = $1',
      [productId],
    );
    return rows[0]?.units;
  };
  await expect.poll(reported, SOON).toBe(sold);
}
