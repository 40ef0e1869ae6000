/**
 * The reports of a running shop, built from its events and rebuilt from its services, read through the
 * gateway.
 */
import { expect, test } from 'vitest';
import { rebuildReports } from '../rebuildReports.ts';
import { orderOf, PLACE_ORDER } from '../shop.ts';
import { shop } from './shop.ts';

const SALES = /* GraphQL */ `{
  salesByDay { nodes { orders units revenue { amount currency } } }
  bestSellers { nodes { name product { name category { name } } units } }
  salesByCategory { nodes { category { name } units } }
  auditTrail(filter: { subjectType: ORDER, action: [ORDER_PLACED, ORDER_CANCELLED] }) { nodes { action actor } }
  reportsStatus { consuming lastRebuild { ordersRead finishedAt } }
}`;

test('events fill the reports, and npm run reports:rebuild yields the same while the shop runs', async () => {
  const [staff, customer, product] = await Promise.all([
    shop.customer('0.00', { roles: ['STAFF'] }),
    shop.customer(),
    shop.product(10),
  ]);
  const placed = [];
  for (const quantity of [1, 2, 4]) {
    const { data } = await customer.query(PLACE_ORDER, orderOf(product, quantity));
    expect(data.placeOrder.order.status).toBe('CONFIRMED');
    placed.push(data.placeOrder.order.id);
  }
  await customer.query('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: placed[2] });
  const sold = async () => {
    const { data } = await staff.query(`{
      salesByDay { nodes { orders units } } auditTrail(filter: { action: [ORDER_CANCELLED] }) { totalCount } }`);
    return { ...data.salesByDay.nodes[0], cancelled: data.auditTrail.totalCount };
  };
  await expect.poll(sold, { timeout: 30_000 }).toEqual({ orders: 2, units: 3, cancelled: 1 });
  const byEvents = (await staff.query(SALES)).data;
  expect(byEvents.reportsStatus.lastRebuild).toBeNull();
  expect(await rebuildReports(shop.dataDir)).toMatch(
    /^3 orders …\nRebuilt from \d+ products and 3 orders\.\n$/,
  );
  // A second rebuild yields the same.
  expect(await rebuildReports(shop.dataDir)).toMatch(/Rebuilt from \d+ products and 3 orders\.\n$/);
  const { data, errors } = await staff.query(SALES);
  expect(errors).toBeUndefined();
  const { reportsStatus: _before, ...sales } = byEvents;
  expect(data).toMatchObject(sales);
  const [day, ...others] = data.salesByDay.nodes;
  expect(others).toEqual([]);
  expect(day).toEqual({ orders: 2, units: 3, revenue: { amount: expect.any(String), currency: 'USD' } });
  expect(Number(day.revenue.amount)).toBeGreaterThan(0);
  const [best] = data.bestSellers.nodes;
  expect(best).toEqual({ name: best.product.name, product: best.product, units: 3 });
  expect(data.salesByCategory.nodes).toEqual([{ category: null, units: 3 }]);
  const { auditTrail, reportsStatus } = data;
  const by = (action: string) => ({ action, actor: customer.userId });
  expect(auditTrail.nodes).toHaveLength(4);
  expect(auditTrail.nodes).toEqual(expect.arrayContaining([by('ORDER_PLACED'), by('ORDER_CANCELLED')]));
  expect(reportsStatus).toEqual({
    consuming: true,
    lastRebuild: { ordersRead: 3, finishedAt: expect.any(String) },
  });
  await customer.query('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: placed[1] });
  await expect.poll(sold, { timeout: 30_000 }).toEqual({ orders: 1, units: 1, cancelled: 2 });
});

test('without a shop the command prints one line', async () => {
  expect(await rebuildReports('/nowhere')).toMatch(/^reports: no shop runs on \/nowhere; .*\n$/);
});
