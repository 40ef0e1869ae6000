/** Each event gets into the reports once, whatever the sequence of delivery. */
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer } from '@holdfast/dev/testing/tools';
import { expect, test } from 'vitest';
import { applyEvent, subscription } from '../src/consumer.ts';
import { buildRandomOrders } from './builders.ts';
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
    await Promise.all(twice.map((event) => applyEvent(other.deps, event)));
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
    const { handle, ...rest } = subscription(reports.deps);
    // Fails now and then after the work is done, like a process killed before it acknowledges the event.
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

const RESULT = 'a process that is killed loses nothing and counts nothing twice';

test(`over the bus on PostgreSQL, ${RESULT}`, async () => {
  await using server = await emptyPostgres();
  await expectNothingLost(server);
});

test.runIf(await hasNatsServer())(`over the bus on NATS, ${RESULT}`, async () => {
  await using server = await testNats();
  await expectNothingLost(server);
});
