/** A rebuild from the services leads to the same sales as the events, even while further events come. */
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { type OrderWithHistory, rebuild, type Sources } from '../../src/rebuild/rebuild.ts';
import { orderFactOf, productFactOf } from '../../src/sales/facts.ts';
import {
  type AuditedEvent,
  buildEvent,
  buildOrder,
  buildOrderEvents,
  buildProduct,
  buildRandomOrders,
} from '../builders.ts';
import { applyEvent } from '../support/applyEvent.ts';
import { randomOf } from '../support/random.ts';
import { brokenSums, salesIn } from '../support/sales.ts';
import { type TestReports, testReports } from '../support/testReports.ts';

/** The orders and products services after these events: the state that each event was written with. */
function createShop(events: readonly AuditedEvent[] = []) {
  const orders = new Map<string, OrderWithHistory>();
  const products = new Map<string, NonNullable<ReturnType<typeof productFactOf>>>();
  const publish = (event: AuditedEvent) => {
    const fact = orderFactOf(event);
    const known = productFactOf(event);
    if (known) products.set(known.id, known);
    if (!fact) return;
    const change = { status: fact.status, at: new Date(event.time), actor: 'staff', reason: null };
    orders.set(fact.id, { ...fact, history: [...(orders.get(fact.id)?.history ?? []), change] });
  };
  for (const event of events) publish(event);
  /** Lists orders as the orders service does: those placed meanwhile come before the first page. */
  const sources = (between: () => Promise<void> = async () => {}): Sources => ({
    async *products() {
      yield [...products.values()];
    },
    async *orders() {
      const ids = [...orders.keys()];
      for (let n = 0; n < ids.length; n += 5) {
        const page = ids.slice(n, n + 5).flatMap((id) => orders.get(id) ?? []);
        await between();
        yield page;
      }
    },
  });
  return { publish, sources };
}

const quiet = () => {};

async function auditIn(reports: TestReports): Promise<unknown[]> {
  const { rows } = await reports.database.query('select subject_id, action from audit order by 1, 2');
  return rows;
}

test('a rebuild leads to the same result as random events, on empty tables and on correct ones', async () => {
  for (const seed of [11, 12, 13]) {
    await using incremental = await testReports();
    await using rebuilt = await testReports();
    const lives = buildRandomOrders(seed, 30);
    const events = randomOf(seed).shuffled(lives.flatMap(({ events: ofOrder }) => ofOrder));
    for (const event of events) await applyEvent(incremental.deps, event);
    const { sources } = createShop(lives.flatMap(({ events: ofOrder }) => ofOrder));
    const counted: number[] = [];
    const done = await rebuild(rebuilt.deps, sources(), (orders) => counted.push(orders));
    expect(done).toEqual({ products: 0, orders: 30 });
    expect(counted).toEqual([5, 10, 15, 20, 25, 30]);
    expect(await salesIn(rebuilt.database), `seed ${seed}`).toEqual(await salesIn(incremental.database));
    expect(await auditIn(rebuilt), `seed ${seed}`).toEqual(await auditIn(incremental));
    const [sales, audit] = [await salesIn(incremental.database), await auditIn(incremental)];
    await rebuild(incremental.deps, sources(), quiet);
    expect(await salesIn(incremental.database), `seed ${seed}`).toEqual(sales);
    expect(await auditIn(incremental), `seed ${seed}`).toEqual(audit);
    const { data } = await rebuilt.staff('{ reportsStatus { lastRebuild { finishedAt ordersRead } } }');
    expect(data.reportsStatus.lastRebuild).toEqual({ finishedAt: expect.any(String), ordersRead: 30 });
  }
});

test('events during a rebuild, late or about what was already read, are neither lost nor counted twice', async () => {
  for (const seed of [21, 22, 23, 24]) {
    const random = randomOf(seed);
    await using live = await testReports();
    await using sequential = await testReports();
    const lives = buildRandomOrders(seed, 40);
    // The events of one order keep their sequence; those of different orders are mixed.
    const queues = lives.map(({ events }) => [...events]);
    const history: AuditedEvent[] = [];
    while (queues.some((queue) => queue.length > 0)) {
      const next = random.oneOf(queues.filter((queue) => queue.length > 0)).shift();
      if (next) history.push(next);
    }
    const half = history.splice(0, history.length / 2);
    const shop = createShop(half);
    // The bus is behind: the last events are not consumed yet when the rebuild starts.
    const onTheBus = half.splice(half.length - 15);
    for (const event of half) await applyEvent(live.deps, event);
    const applying: Promise<void>[] = [];
    const deliver = () => {
      const event = onTheBus.shift();
      if (event) applying.push(applyEvent(live.deps, event));
    };
    await rebuild(
      live.deps,
      shop.sources(async () => {
        for (let n = random.below(12); n > 0; n--) {
          const event = history.shift();
          if (!event) break;
          shop.publish(event);
          onTheBus.push(event);
          deliver();
        }
      }),
      quiet,
    );
    onTheBus.push(...history);
    while (onTheBus.length > 0) deliver();
    await Promise.all(applying);
    for (const { events } of lives) for (const event of events) await applyEvent(sequential.deps, event);
    expect(await brokenSums(live.database), `seed ${seed}`).toEqual([]);
    expect(await salesIn(live.database), `seed ${seed}`).toEqual(await salesIn(sequential.database));
    expect(await auditIn(live), `seed ${seed}`).toEqual(await auditIn(sequential));
  }
});

test('an interrupted rebuild can be run again', async () => {
  await using reports = await testReports();
  const productId = newUuid();
  const events = [
    buildEvent('ProductCreated', buildProduct(productId, { name: 'Tea' })),
    ...buildOrderEvents(buildOrder([{ productId, quantity: 2, price: '3.00' }]), 'DELIVERED'),
  ];
  for (const event of events) await applyEvent(reports.deps, event as AuditedEvent);
  const before = await salesIn(reports.database);
  const { sources } = createShop(events as AuditedEvent[]);
  const broken = sources(async () => {
    throw new Error('The orders service is gone.');
  });
  await expect(rebuild(reports.deps, broken, quiet)).rejects.toThrow('The orders service is gone.');
  const status = async () =>
    (await reports.staff('{ reportsStatus { lastRebuild { finishedAt ordersRead } } }')).data.reportsStatus
      .lastRebuild;
  expect(await status()).toEqual({ finishedAt: null, ordersRead: 0 });
  await rebuild(reports.deps, sources(), quiet);
  expect(await status()).toEqual({ finishedAt: expect.any(String), ordersRead: 1 });
  expect(await salesIn(reports.database)).toEqual(before);
  const { data } = await reports.staff('{ salesByProduct { nodes { name units } } }');
  expect(data.salesByProduct.nodes).toEqual([{ name: 'Tea', units: 2 }]);
});
