import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { type AuditedEvent, buildEvent, buildOrder, buildOrderEvents, buildProduct } from '../builders.ts';
import { applyEvent } from '../support/applyEvent.ts';
import { reportsWithSales, salesIn } from '../support/sales.ts';
import { type TestReports, testReports } from '../support/testReports.ts';

const [coffee, tea] = [newUuid(), newUuid()];

async function daysIn(staff: TestReports['staff']) {
  const { data, errors } = await staff(
    '{ salesByDay { nodes { day orders units revenue { amount currency } } } }',
  );
  expect(errors).toBeUndefined();
  return data.salesByDay.nodes;
}

test('an order counts as a sale once confirmed, and no longer once cancelled, even if the cancellation comes first', async () => {
  await using reports = await testReports();
  const data = buildOrder([
    { productId: coffee, quantity: 2, price: '10.00' },
    { productId: tea, quantity: 1, price: '4.50' },
  ]);
  const [placed, confirmed, cancelled] = buildOrderEvents(data, 'CANCELLED') as [
    AuditedEvent,
    AuditedEvent,
    AuditedEvent,
  ];
  await applyEvent(reports.deps, placed);
  expect(await daysIn(reports.staff)).toEqual([]);
  await applyEvent(reports.deps, confirmed);
  await applyEvent(reports.deps, confirmed);
  const sale = { day: '2026-11-20', orders: 1, units: 3, revenue: { amount: '24.50', currency: 'USD' } };
  expect(await daysIn(reports.staff)).toEqual([sale]);
  await applyEvent(reports.deps, cancelled);
  expect(await daysIn(reports.staff)).toEqual([]);

  await using late = await testReports();
  for (const event of [cancelled, confirmed, placed]) await applyEvent(late.deps, event);
  expect(await daysIn(late.staff)).toEqual([]);
  expect(await salesIn(late.database)).toEqual(await salesIn(reports.database));
});

test('a product has the name of its newest version, whichever event came last', async () => {
  await using reports = await testReports();
  for (const event of buildOrderEvents(
    buildOrder([{ productId: coffee, quantity: 1, price: '9.00' }]),
    'CONFIRMED',
  )) {
    await applyEvent(reports.deps, event);
  }
  const named = async () => {
    const { data } = await reports.staff(
      '{ salesByProduct { nodes { name } } salesByCategory { nodes { category { id } } } }',
    );
    return [data.salesByProduct.nodes[0].name, data.salesByCategory.nodes[0].category];
  };
  expect(await named()).toEqual([`Product ${coffee.slice(-6)}`, null]);
  const categoryId = newUuid();
  await applyEvent(
    reports.deps,
    buildEvent('ProductUpdated', buildProduct(coffee, { name: 'Newest', version: 3, categoryId })),
  );
  await applyEvent(
    reports.deps,
    buildEvent('ProductUpdated', buildProduct(coffee, { name: 'Older', version: 2 })),
  );
  expect(await named()).toEqual(['Newest', { id: categoryId }]);
});

test('amounts of different currencies are never added up, and days are whole UTC days', async () => {
  await using reports = await reportsWithSales();
  const { products } = reports;
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
      productId: products[0],
      product: { id: products[0] },
      units: 1,
      revenue: { amount: '10.00', currency },
    })),
  );
});

test('best sellers rank by units, or by revenue in one currency', async () => {
  await using reports = await reportsWithSales();
  const { products } = reports;
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
