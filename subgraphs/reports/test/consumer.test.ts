/** Each event gets into the reports once, whatever the sequence of delivery. */
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer } from '@holdfast/dev/testing/tools';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { applyEvents, subscription } from '../src/consumer.ts';
import { type AuditedEvent, buildEvent, buildOrder, buildRandomOrders } from './builders.ts';
import { applyEvent } from './support/applyEvent.ts';
import { randomOf } from './support/random.ts';
import { brokenSums, salesIn } from './support/sales.ts';
import { openBus, SOON, testReports } from './support/testReports.ts';

test('any sequence of events, with duplicates, all at once, leads to the same reports', async () => {
  for (const seed of [1, 2, 3]) {
    await using one = await testReports();
    await using other = await testReports();
    const events = buildRandomOrders(seed, 40).flatMap(({ events: ofOrder }) => ofOrder);
    for (const event of events) await applyEvent(one.deps, event);
    const random = randomOf(seed);
    const twice = random.shuffled([...events, ...events.filter(() => random.below(3) === 0)]);
    // In batches of up to seven, so that an event is repeated in the same batch and in concurrent ones.
    const batches: AuditedEvent[][] = [];
    for (let n = 0; n < twice.length; n += batches.at(-1)?.length ?? 0)
      batches.push(twice.slice(n, n + 1 + random.below(7)));
    await Promise.all(batches.map((batch) => applyEvents(other.deps, batch)));
    expect(await salesIn(other.database), `seed ${seed}`).toEqual(await salesIn(one.database));
    expect(await brokenSums(other.database), `seed ${seed}`).toEqual([]);
    const status = await other.staff('{ reportsStatus { eventsSeen } }');
    expect(status.data.reportsStatus.eventsSeen).toBe(events.length);
  }
});

async function expectNothingLost(server: { readonly url: string }): Promise<void> {
  await using reports = await testReports();
  await using publisher = await openBus(server.url);
  const lives = buildRandomOrders(7, 60);
  const events = lives.flatMap(({ events: ofOrder }) => ofOrder);
  const seen = async () =>
    (await reports.staff('{ reportsStatus { eventsSeen } }')).data.reportsStatus.eventsSeen;
  {
    await using first = await openBus(server.url);
    const { handle, handleAll, ...rest } = subscription(reports.deps);
    // Fails now and then after the work is done, like a process killed before it acknowledges the event.
    const random = randomOf(7);
    const killed = () => {
      if (random.below(4) === 0) throw new Error('killed before it was acknowledged');
    };
    await first.subscribe({
      ...rest,
      handle: (event) => handle(event).then(killed),
      handleAll: async (all) => handleAll?.(all).then(killed),
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

const RESULT = 'a process that is killed loses nothing and counts nothing twice';

test(`over the bus on PostgreSQL, ${RESULT}`, async () => {
  await using server = await emptyPostgres();
  await expectNothingLost(server);
});

test.runIf(await hasNatsServer())(`over the bus on NATS, ${RESULT}`, async () => {
  await using server = await testNats();
  await expectNothingLost(server);
});

test('an event that the database refuses becomes a dead letter alone, and those in its batch are applied', async () => {
  await using server = await emptyPostgres();
  await using reports = await testReports();
  await using publisher = await openBus(server.url);
  {
    await using away = await openBus(server.url);
    await away.subscribe(subscription(reports.deps));
  }
  const lines = [{ productId: newUuid(), quantity: 3_000_000_000, price: '1.00' }];
  const refused = buildEvent('OrderPlaced', buildOrder(lines));
  const others = buildRandomOrders(5, 20).flatMap(({ events }) => events);
  await publisher.publish([...others.slice(0, 30), refused, ...others.slice(30)]);
  await using bus = await openBus(server.url);
  await bus.subscribe(subscription(reports.deps));
  await expect.poll(() => bus.deadLetters.list(), SOON).toMatchObject([{ event: refused }]);
  const seen = async () =>
    (await reports.staff('{ reportsStatus { eventsSeen } }')).data.reportsStatus.eventsSeen;
  await expect.poll(seen, SOON).toBe(others.length);
  expect(await brokenSums(reports.database)).toEqual([]);
});
