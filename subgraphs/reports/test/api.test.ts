/** The reports over HTTP: who gets them, pages, currencies, the audit trail, the lag. */
import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { type EventType, newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { applyEvent } from '../src/applyEvent.ts';
import { clock, life, order, product, STAFF, say, testReports } from './fixtures.ts';

const products = Array.from({ length: 5 }, () => newUuid()).sort();
const [coffee = '', tea = ''] = products;

const caller = (...roles: ('CUSTOMER' | 'VENDOR' | 'STAFF' | 'ADMIN')[]) =>
  ({ service: 'gateway', user: { id: newUuid(), roles } }) as const;

const FIELDS = {
  salesByDay: 'salesByDay { totalCount }',
  salesByProduct: 'salesByProduct { totalCount }',
  salesByCategory: 'salesByCategory { totalCount }',
  bestSellers: 'bestSellers { totalCount }',
  auditTrail: 'auditTrail { totalCount }',
  reportsStatus: 'reportsStatus { eventsSeen }',
};

test.each([
  ['nobody', { service: 'gateway', user: null }, 'UNAUTHENTICATED'],
  ['a customer', caller('CUSTOMER'), 'FORBIDDEN'],
  ['a vendor', caller('VENDOR'), 'FORBIDDEN'],
  ['orders', { service: 'orders', user: null }, 'FORBIDDEN'],
  ['staff', caller('STAFF'), undefined],
  ['an admin', caller('ADMIN'), undefined],
] as const)('%s', async (_who, who, code) => {
  await using reports = await testReports();
  for (const [name, field] of Object.entries(FIELDS)) {
    const { data, errors } = await reports.as(who)(`{ ${field} }`);
    expect(errors?.[0]?.extensions?.['code'], name).toBe(code);
    if (code) expect(data[name]).toBeNull();
    else expect(data[name]).not.toBeNull();
  }
});

/** Each product sold on each of three days, in two currencies: `n + 1` units of the nth. */
async function someSales() {
  const reports = await testReports();
  for (const [d, day] of ['2026-11-18', '2026-11-19', '2026-11-20'].entries()) {
    for (const currency of ['USD', 'EUR']) {
      const lines = products.map((productId, n) => ({ productId, quantity: n + 1, price: `${10 - n}.00` }));
      // The last second of the day, UTC.
      const data = order(lines.slice(0, 5 - d), { currency, placedAt: `${day}T23:59:59.999Z` });
      for (const event of life(data, 'CONFIRMED')) await applyEvent(reports.deps, event);
    }
  }
  return reports;
}

test('currencies are never added up, and days are whole ones', async () => {
  await using reports = await someSales();
  const { data } = await reports.staff(`{
    all: salesByDay { totalCount nodes { day orders units revenue { amount currency } } }
    some: salesByDay(filter: { from: "2026-11-19", to: "2026-11-19", currency: "EUR" }) { nodes { day revenue { currency } } }
    products: salesByProduct(filter: { to: "2026-11-18" }) { nodes { productId product { id } units revenue { amount currency } } }
  }`);
  expect(data.all.totalCount).toBe(6);
  const [first, second] = data.all.nodes;
  expect([first, second]).toEqual(
    ['EUR', 'USD'].map((currency) => ({
      day: '2026-11-20',
      orders: 1,
      units: 6,
      revenue: { amount: '52.00', currency },
    })),
  );
  expect(data.some.nodes).toEqual([{ day: '2026-11-19', revenue: { currency: 'EUR' } }]);
  expect(data.products.nodes).toHaveLength(10);
  expect(data.products.nodes.slice(0, 2)).toEqual(
    ['EUR', 'USD'].map((currency) => ({
      productId: coffee,
      product: { id: coffee },
      units: 1,
      revenue: { amount: '10.00', currency },
    })),
  );
});

test('best sellers by units, and by revenue in one currency', async () => {
  await using reports = await someSales();
  const rank = async (args: string) => {
    const { data, errors } = await reports.staff(
      `{ bestSellers(${args}) { nodes { productId units revenue { amount } } } }`,
    );
    expect(errors).toBeUndefined();
    return data.bestSellers.nodes.map((row: { productId: string }) => products.indexOf(row.productId));
  };
  // Sold on 3, 3, 3, 2 and 1 days, 1 to 5 units each time: 3, 6, 9, 8 and 5 units, for 30, 54, 72, 56 and 30.
  expect(await rank('first: 5, filter: { currency: "USD" }')).toEqual([2, 3, 1, 4, 0]);
  expect(await rank('first: 5, filter: { currency: "USD" }, orderBy: REVENUE')).toEqual([2, 3, 1, 0, 4]);
  const { errors } = await reports.staff('{ bestSellers(orderBy: REVENUE) { totalCount } }');
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['filter', 'currency'] }],
  });
});

/** Reads a list page by page. */
async function paged(
  staff: Awaited<ReturnType<typeof testReports>>['staff'],
  field: string,
  args: string,
  node: string,
): Promise<unknown[]> {
  const all: unknown[] = [];
  let after: string | null = null;
  for (;;) {
    const { data, errors }: GraphQLAnswer = await staff(
      `query ($after: String) { page: ${field}(first: 3, after: $after${args}) {
        nodes { ${node} } pageInfo { hasNextPage endCursor hasPreviousPage } } }`,
      { after },
    );
    expect(errors).toBeUndefined();
    expect(data.page.pageInfo.hasPreviousPage).toBe(after !== null);
    all.push(...data.page.nodes);
    if (!data.page.pageInfo.hasNextPage) return all;
    after = data.page.pageInfo.endCursor;
  }
}

test.each([
  ['salesByDay', '', 'day orders revenue { amount currency }'],
  ['salesByProduct', '', 'productId units revenue { amount currency }'],
  ['salesByCategory', '', 'category { id } units revenue { amount currency }'],
  ['bestSellers', '', 'productId units revenue { currency }'],
  ['bestSellers', ', orderBy: REVENUE, filter: { currency: "EUR" }', 'productId revenue { amount }'],
  ['auditTrail', '', 'id at action'],
])('%s (%s): pages of three are the whole list', async (field, args, node) => {
  await using reports = await someSales();
  for (const [n, id] of products.slice(0, 3).entries()) {
    await applyEvent(
      reports.deps,
      say('ProductCreated', product(id, { categoryId: products[n % 2] ?? null })),
    );
  }
  const whole = await reports.staff(`{ page: ${field}(first: 100${args}) { totalCount nodes { ${node} } } }`);
  expect(whole.errors).toBeUndefined();
  expect(whole.data.page.nodes).toHaveLength(whole.data.page.totalCount);
  expect(whole.data.page.totalCount).toBeGreaterThan(3);
  expect(await paged(reports.staff, field, args, node)).toEqual(whole.data.page.nodes);
});

test.each([
  ['salesByDay(filter: { from: "2026-02-30" })', ['filter', 'from']],
  ['salesByDay(filter: { from: "0000-01-01" })', ['filter', 'from']],
  ['salesByDay(filter: { from: "2026-11-20", to: "2026-11-19" })', ['filter', 'to']],
  ['salesByDay(filter: { currency: "XXX" })', ['filter', 'currency']],
  ['salesByDay(first: 101)', ['first']],
  ['salesByProduct(after: "x")', ['after']],
  ['auditTrail(filter: { subjectId: "x" })', ['filter', 'subjectId']],
  ['auditTrail(filter: { action: [] })', ['filter', 'action']],
])('%s is BAD_USER_INPUT', async (field, path) => {
  await using reports = await testReports();
  const { errors } = await reports.staff(`{ ${field} { totalCount } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ path }] });
});

test('the audit trail says who did what, and can be asked by all of that', async () => {
  await using reports = await testReports();
  const at = (n: number) => new Date(Date.UTC(2026, 10, 20, 12, n));
  const data = order([{ productId: coffee, quantity: 1, price: '9.00' }]);
  const by = STAFF.user.id;
  const events = [
    say('ProductCreated', product(coffee), at(1)),
    say('PriceChanged', { ...product(coffee, { version: 2 }), previousPrice: product(coffee).price }, at(2)),
    say('OrderPlaced', data, at(3)),
    say('OrderCancelled', { ...data, actor: by, reason: 'Broken' }, at(4)),
    say(
      'StockChanged',
      { productId: tea, available: 3, version: 1, kind: 'RECEIVE', actor: 'demo', reason: 'demo data' },
      at(5),
    ),
  ];
  for (const event of events) await applyEvent(reports.deps, event);
  const actions = async (filter: string) => {
    const answer = await reports.staff(
      `{ auditTrail(filter: { ${filter} }) { totalCount nodes { action } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.auditTrail.totalCount).toBe(answer.data.auditTrail.nodes.length);
    return answer.data.auditTrail.nodes.map(({ action }: { action: string }) => action);
  };
  expect(await actions('')).toEqual([
    'STOCK_CHANGED',
    'ORDER_CANCELLED',
    'ORDER_PLACED',
    'PRICE_CHANGED',
    'PRODUCT_CREATED',
  ]);
  expect(await actions(`actor: "${by}"`)).toEqual(['ORDER_CANCELLED', 'PRICE_CHANGED', 'PRODUCT_CREATED']);
  expect(await actions('action: [ORDER_PLACED, PRICE_CHANGED]')).toEqual(['ORDER_PLACED', 'PRICE_CHANGED']);
  expect(await actions(`subjectId: "${coffee}"`)).toEqual(['PRICE_CHANGED', 'PRODUCT_CREATED']);
  expect(await actions('subjectType: ORDER')).toEqual(['ORDER_CANCELLED', 'ORDER_PLACED']);
  expect(await actions('from: "2026-11-20T12:02:00Z", to: "2026-11-20T12:03:00Z"')).toEqual([
    'ORDER_PLACED',
    'PRICE_CHANGED',
  ]);
  const { data: one } = await reports.staff(
    '{ auditTrail(filter: { action: [ORDER_CANCELLED] }) { nodes { at actor subjectType subjectId summary } } }',
  );
  expect(one.auditTrail.nodes).toEqual([
    {
      at: '2026-11-20T12:04:00.000Z',
      actor: by,
      subjectType: 'ORDER',
      subjectId: data.orderId,
      summary: { reason: 'Broken' },
    },
  ]);
});

test('no address, no name and no token gets into the database', async () => {
  await using reports = await testReports();
  const account = { userId: newUuid(), email: 'ada@example.com', name: 'Ada Lovelace' };
  const token = 'c2VjcmV0LXRva2Vu';
  await applyEvent(reports.deps, say('UserRegistered', account));
  await applyEvent(
    reports.deps,
    say('PasswordResetRequested', { ...account, token, expiresAt: '2026-11-20T13:00:00.000Z' }),
  );
  await applyEvent(reports.deps, say('OrderPlaced', order([{ productId: tea, quantity: 1, price: '1.00' }])));
  const tables = ['audit', 'orders', 'order_lines', 'products'];
  for (const table of tables) {
    const { rows } = await reports.database.query<{ text: string }>(`select t::text as text from ${table} t`);
    for (const { text } of rows) expect(text).not.toMatch(/\bada\b|Lovelace|c2VjcmV0/i);
  }
  const { data } = await reports.staff('{ auditTrail { nodes { action actor subjectId summary } } }');
  expect(data.auditTrail.nodes).toContainEqual({
    action: 'PASSWORD_RESET_REQUESTED',
    actor: 'users',
    subjectId: account.userId,
    summary: {},
  });
});

test('the audit trail is append-only', async () => {
  await using reports = await testReports();
  await applyEvent(reports.deps, say('ProductCreated', product(tea)));
  for (const statement of ["update audit set actor = 'x'", 'delete from audit', 'truncate audit']) {
    await expect(reports.database.query(statement)).rejects.toThrow('the audit trail is append-only');
  }
});

test('the lag is that of the newest event, here and at /metrics', async () => {
  let up = true;
  await using reports = await testReports(async () => {
    if (!up) throw new Error('down');
  });
  const query = '{ reportsStatus { eventsSeen lastEventAt lagSeconds consuming lastRebuild { startedAt } } }';
  const before = await reports.staff(query);
  expect(before.data.reportsStatus).toEqual({
    eventsSeen: 0,
    lastEventAt: null,
    lagSeconds: null,
    consuming: true,
    lastRebuild: null,
  });
  const happened = new Date(Date.now() - 5_000);
  const registered = (at: Date) => {
    const type: EventType = 'UserRegistered';
    const data = { userId: newUuid(), email: 'a@example.com', name: 'A' };
    return newEvent(type, data, { clock: () => at, newId: newUuid });
  };
  await applyEvent(reports.deps, registered(happened));
  await applyEvent(
    { ...reports.deps, clock: () => new Date(clock().getTime() + 60_000) },
    registered(new Date(happened.getTime() - 60_000)),
  );
  up = false;
  const { lagSeconds, ...rest } = (await reports.staff(query)).data.reportsStatus;
  expect(rest).toMatchObject({ eventsSeen: 2, lastEventAt: happened.toISOString(), consuming: false });
  expect(lagSeconds).toBeGreaterThanOrEqual(5);
  expect(lagSeconds).toBeLessThan(50);
  const metrics = await (await fetch(`${reports.url}/metrics`)).text();
  expect(metrics).toMatch(/reports_events_seen\{service="reports"\} 2/);
  expect(metrics).toMatch(/reports_consuming\{service="reports"\} 0/);
  expect(Number(/reports_lag_seconds\{service="reports"\} (\S+)/.exec(metrics)?.[1])).toBe(lagSeconds);
});
