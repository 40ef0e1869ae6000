/** All lists over HTTP: who may read them, their pages, and the arguments that they reject. */
import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { buildEvent, buildProduct } from './builders.ts';
import { applyEvent } from './support/applyEvent.ts';
import { reportsWithSales } from './support/sales.ts';
import { type TestReports, testReports } from './support/testReports.ts';

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
  ['an anonymous client', { service: 'gateway', user: null }, 'UNAUTHENTICATED'],
  ['a customer', caller('CUSTOMER'), 'FORBIDDEN'],
  ['a vendor', caller('VENDOR'), 'FORBIDDEN'],
  ['orders', { service: 'orders', user: null }, 'FORBIDDEN'],
  ['staff', caller('STAFF'), undefined],
  ['an admin', caller('ADMIN'), undefined],
] as const)('access: %s', async (_who, who, code) => {
  await using reports = await testReports();
  for (const [name, field] of Object.entries(FIELDS)) {
    const { data, errors } = await reports.as(who)(`{ ${field} }`);
    expect(errors?.[0]?.extensions?.['code'], name).toBe(code);
    if (code) expect(data[name]).toBeNull();
    else expect(data[name]).not.toBeNull();
  }
});

/** Reads a whole list page by page. */
async function paged(
  staff: TestReports['staff'],
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
])('%s (%s): the pages of three add up to the whole list', async (field, args, node) => {
  await using reports = await reportsWithSales();
  const { products } = reports;
  for (const [n, id] of products.slice(0, 3).entries()) {
    await applyEvent(
      reports.deps,
      buildEvent('ProductCreated', buildProduct(id, { categoryId: products[n % 2] ?? null })),
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
