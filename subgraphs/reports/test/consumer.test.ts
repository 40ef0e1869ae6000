/** Events get into the reports once each, in whatever sequence they come. */
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer } from '@holdfast/dev/testing/tools';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { applyEvent, subscription } from '../src/applyEvent.ts';
import {
  type AuditedEvent,
  brokenSums,
  life,
  openBus,
  order,
  product,
  randomLives,
  randomOf,
  SOON,
  salesIn,
  say,
  testReports,
} from './fixtures.ts';

const [coffee, tea] = [newUuid(), newUuid()];

async function daysIn(staff: Awaited<ReturnType<typeof testReports>>['staff']) {
  const { data, errors } = await staff(
    '{ salesByDay { nodes { day orders units revenue { amount currency } } } }',
  );
  expect(errors).toBeUndefined();
  return data.salesByDay.nodes;
}

test('an order is a sale from when it is confirmed, and none when it is cancelled, even if that comes first', async () => {
  await using reports = await testReports();
  const data = order([
    { productId: coffee, quantity: 2, price: '10.00' },
    { productId: tea, quantity: 1, price: '4.50' },
  ]);
  const [placed, confirmed, cancelled] = life(data, 'CANCELLED') as [
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

test('any sequence of events, with any of them twice, all at once, gives the same', async () => {
  for (const seed of [1, 2, 3]) {
    await using one = await testReports();
    await using other = await testReports();
    const events = randomLives(seed, 40).flatMap(({ events: ofOrder }) => ofOrder);
    for (const event of events) await applyEvent(one.deps, event);
    const random = randomOf(seed);
    const twice = random.shuffled([...events, ...events.filter(() => random.below(3) === 0)]);
    await Promise.all(twice.map((event) => applyEvent(other.deps, event)));
    expect(await salesIn(other.database), `seed ${seed}`).toEqual(await salesIn(one.database));
    expect(await brokenSums(other.database), `seed ${seed}`).toEqual([]);
    const status = await other.staff('{ reportsStatus { eventsSeen } }');
    expect(status.data.reportsStatus.eventsSeen).toBe(events.length);
  }
});

async function survives(server: { readonly url: string }): Promise<void> {
  await using reports = await testReports();
  await using publisher = await openBus(server.url);
  const lives = randomLives(7, 60);
  const events = lives.flatMap(({ events: ofOrder }) => ofOrder);
  const seen = async () =>
    (await reports.staff('{ reportsStatus { eventsSeen } }')).data.reportsStatus.eventsSeen;
  {
    await using first = await openBus(server.url);
    const { handle, ...rest } = subscription(reports.deps);
    // Fails after the work was done, now and then, as a process that is killed before it could say so.
    const random = randomOf(7);
    await first.subscribe({
      ...rest,
      handle: async (event) => {
        await handle(event);
        if (random.below(4) === 0) throw new Error('killed before it was acknowledged');
      },
    });
    await publisher.publish(events.slice(0, events.length / 2));
    await expect.poll(seen, SOON).toBeGreaterThan(10);
  }
  await publisher.publish(events.slice(events.length / 2));
  await publisher.publish(events.slice(0, 20));
  await using second = await openBus(server.url);
  await second.subscribe(subscription(reports.deps));
  await expect.poll(seen, SOON).toBe(events.length);
  expect(await brokenSums(reports.database)).toEqual([]);
  expect(await second.deadLetters.list()).toEqual([]);
  await using direct = await testReports();
  for (const event of events) await applyEvent(direct.deps, event);
  expect(await salesIn(reports.database)).toEqual(await salesIn(direct.database));
}

const WHAT = 'a process that ends in the middle loses nothing and counts nothing twice';

test(`over the bus on PostgreSQL, ${WHAT}`, async () => {
  await using server = await emptyPostgres();
  await survives(server);
});

test.runIf(await hasNatsServer())(`over the bus on NATS, ${WHAT}`, async () => {
  await using server = await testNats();
  await survives(server);
});

test('the newest version of a product is what it is called, whichever came last', async () => {
  await using reports = await testReports();
  for (const event of life(order([{ productId: coffee, quantity: 1, price: '9.00' }]), 'CONFIRMED')) {
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
    say('ProductUpdated', product(coffee, { name: 'Newest', version: 3, categoryId })),
  );
  await applyEvent(reports.deps, say('ProductUpdated', product(coffee, { name: 'Older', version: 2 })));
  expect(await named()).toEqual(['Newest', { id: categoryId }]);
});
