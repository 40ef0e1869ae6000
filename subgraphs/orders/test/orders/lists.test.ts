/** Lists of orders over HTTP: filters, pages, and their cost for the database. */

import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { toDocument } from '../../src/database/orderDocument.ts';
import type { OrderStatus } from '../../src/domain/order.ts';
import { listOrders, type OrderListFilter } from '../../src/orders/queries.ts';
import { buildOrder, buildProduct } from '../builders.ts';
import { CALLERS, CUSTOMER_ID, ordersClient } from '../support/client.ts';
import { testWorld, type World } from '../support/world.ts';

const START = Date.parse('2026-11-01T00:00:00.000Z');
const OTHER_ID = newUuid();
const STATUSES = ['PENDING', 'CONFIRMED', 'SHIPPED'] as const;

/** Stores two orders per hour, at the same time: of two customers in turn, in three statuses. */
async function fill(world: World, count: number): Promise<void> {
  const product = buildProduct({ kind: 'SEAT' });
  const orders = Array.from({ length: count }, (_, n) => {
    const now = new Date(START + Math.floor(n / 2) * 3_600_000);
    const order = buildOrder({
      customerId: n % 2 ? CUSTOMER_ID : OTHER_ID,
      products: [product],
      request: { idempotencyKey: `key ${n}` },
      address: null,
      now,
      leaseUntil: now,
    });
    return { ...order, number: `HF-${n}`, status: STATUSES[n % 3] ?? 'PENDING' };
  });
  await world.deps.orders.insertMany(orders.map(toDocument));
}

const LIST = /* GraphQL */ `
  query ($first: Int, $after: String, $filter: OrderFilter) {
    orders(first: $first, after: $after, filter: $filter) {
      nodes { id number status placedAt customer { id } } edges { cursor } totalCount pageInfo { hasNextPage endCursor }
    }
  }`;
const OF_USER = /* GraphQL */ `
  query ($entities: [_Any!]!, $filter: OrderFilter) {
    _entities(representations: $entities) { ... on User { orders(first: 100, filter: $filter) { nodes { number } totalCount } } }
  }`;

const numbers = (list: { nodes: { number: string }[] }) =>
  list.nodes.map(({ number }) => Number(number.slice(3)));
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const at = (hour: number) => new Date(START + hour * 3_600_000).toISOString();

describe('the list of all orders', () => {
  test.each<[string, Record<string, unknown>, (n: number) => boolean]>([
    ['without a filter', {}, () => true],
    ['of a user', { userId: CUSTOMER_ID }, (n) => n % 2 === 1],
    ['of a status', { status: ['SHIPPED'] }, (n) => n % 3 === 2],
    ['of some statuses', { status: ['PENDING', 'SHIPPED', 'SHIPPED'] }, (n) => n % 3 !== 1],
    ['of a status that no order has', { status: ['DELIVERED'] }, () => false],
    ['from a time, inclusive', { placedFrom: at(4) }, (n) => n >= 8],
    ['to a time, inclusive', { placedTo: at(4) }, (n) => n <= 9],
    [
      'of a user, some statuses and a time',
      { userId: CUSTOMER_ID, status: ['CONFIRMED', 'SHIPPED'], placedFrom: at(2), placedTo: at(9) },
      (n) => n % 2 === 1 && n % 3 !== 0 && n >= 4 && n <= 19,
    ],
  ])('%s has each order once, newest first, page by page', async (_what, filter, expected) => {
    await using world = await testWorld();
    await using client = await ordersClient(world);
    await fill(world, 25);
    const wanted = range(25).filter(expected).reverse();
    const seen: number[] = [];
    let after: string | null = null;
    do {
      const { data, errors }: GraphQLAnswer = await client.as(CALLERS.staff)(LIST, {
        first: 4,
        after,
        filter,
      });
      expect(errors).toBeUndefined();
      expect(data.orders.totalCount).toBe(wanted.length);
      seen.push(...numbers(data.orders));
      after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(wanted);
  });

  test('reads its documents in one query, and counts only on request', async () => {
    await using world = await testWorld();
    await using client = await ordersClient(world);
    await fill(world, 60);
    const { orders } = world.deps;
    let [finds, counts] = [0, 0];
    const { find, countDocuments } = orders;
    orders.find = ((...args: Parameters<typeof find>) => {
      finds++;
      return find.apply(orders, args);
    }) as typeof find;
    orders.countDocuments = (...args) => {
      counts++;
      return countDocuments.apply(orders, args);
    };
    const page = '{ orders(first: 50) { nodes { id lines { sku } saga { id status } customer { id } } } }';
    const { data } = await client.as(CALLERS.staff)(page);
    expect(data.orders.nodes).toHaveLength(50);
    expect([finds, counts]).toEqual([1, 0]);
    const entities = data.orders.nodes.map(({ id }: { id: string }) => ({ __typename: 'Order', id }));
    await client.as(CALLERS.staff)(
      'query ($entities: [_Any!]!) { _entities(representations: $entities) { ... on Order { number } } }',
      { entities },
    );
    expect([finds, counts]).toEqual([2, 0]);
  });
});

describe("a user's own list", () => {
  const entities = [{ __typename: 'User', id: CUSTOMER_ID }];

  test('has the filters too, and may name no other user', async () => {
    await using world = await testWorld();
    await using client = await ordersClient(world);
    await fill(world, 24);
    const filter = { userId: CUSTOMER_ID, status: ['CONFIRMED'] };
    const { data } = await client.as(CALLERS.customer)(OF_USER, { entities, filter });
    expect(numbers(data._entities[0].orders)).toEqual([19, 13, 7, 1]);
    expect(data._entities[0].orders.totalCount).toBe(4);
    for (const who of ['customer', 'staff'] as const) {
      const { errors } = await client.as(CALLERS[who])(OF_USER, { entities, filter: { userId: OTHER_ID } });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        problems: [{ path: ['filter', 'userId'], message: 'These are the orders of another user.' }],
      });
    }
  });
});

test.each([
  ['first: 0', [['first']]],
  ['first: 101', [['first']]],
  ['after: "x"', [['after']]],
  [`after: "${Buffer.from(JSON.stringify([newUuid()])).toString('base64url')}"`, [['after']]],
  [`after: "${Buffer.from(JSON.stringify(['today', newUuid()])).toString('base64url')}"`, [['after']]],
  [
    'filter: { userId: "x", status: [] }',
    [
      ['filter', 'status'],
      ['filter', 'userId'],
    ],
  ],
  ['filter: { userId: "{\\"$gt\\":\\"\\"}" }', [['filter', 'userId']]],
  [`filter: { placedFrom: "${at(2)}", placedTo: "${at(1)}" }`, [['filter', 'placedTo']]],
  [
    `filter: { userId: "x", placedFrom: "${at(2)}", placedTo: "${at(1)}" }`,
    [
      ['filter', 'userId'],
      ['filter', 'placedTo'],
    ],
  ],
])('a list with %s is BAD_USER_INPUT with all its problems', async (args, paths) => {
  await using world = await testWorld();
  await using client = await ordersClient(world);
  const { data, errors } = await client.as(CALLERS.staff)(`{ orders(${args}) { totalCount } }`);
  expect(data).toEqual({ orders: null });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: paths.map((path) => ({ path })),
  });
});

/** FerretDB explains queries in its own format. */
const explains = process.env['MONGODB_IMPLEMENTATION'] === undefined;

describe.skipIf(!explains)('a page is read in the order of an index', () => {
  const none: OrderListFilter = { customerId: null, statuses: null, placedFrom: null, placedTo: null };
  const customerId = CUSTOMER_ID;
  const statuses: OrderStatus[] = ['CONFIRMED', 'SHIPPED'];
  const times = { placedFrom: new Date(at(1)), placedTo: new Date(at(20)) };
  test.each([
    ['newest', none],
    ['newest', { ...none, ...times }],
    ['newest_of_status', { ...none, statuses }],
    ['newest_of_status', { ...none, statuses, ...times }],
    ['newest_of_user', { ...none, customerId }],
    ['newest_of_user', { ...none, customerId, ...times }],
    ['newest_of_user_and_status', { ...none, customerId, statuses }],
    ['newest_of_user_and_status', { ...none, customerId, statuses, ...times }],
  ] as const)('%s: %o', async (index, filter) => {
    await using world = await testWorld();
    await fill(world, 50);
    const { orders } = world.deps;
    for (const after of [null, [at(15), newUuid()]]) {
      const cursors: ReturnType<typeof orders.find>[] = [];
      const find = (...args: Parameters<typeof orders.find>) => {
        const cursor = orders.find(...args);
        cursors.push(cursor as (typeof cursors)[number]);
        return cursor;
      };
      await listOrders({ find: find as typeof orders.find }, filter, { limit: 5, after });
      const { queryPlanner } = await cursors[0]!.clone().explain('queryPlanner');
      expect(queryPlanner.winningPlan).toMatchObject({
        stage: 'FETCH',
        inputStage: { stage: 'IXSCAN', indexName: index },
      });
    }
  });
});
