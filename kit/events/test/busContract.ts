/** The contract of every event bus, as one suite that runs on all of them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { expect, test } from 'vitest';
import type { Event } from '../src/event.ts';
import { CONSUMED_EVENTS_TABLE, oncePostgres } from '../src/oncePostgres.ts';
import { SOON } from './lossSupport.ts';
import { change, changes, collector, newId, openBus, registered, statusesOf, upTo } from './support.ts';

export interface BusServer extends AsyncDisposable {
  readonly url: string;
  /** Cuts every connection, refuses new ones for a moment, and comes back with its data. */
  restart(): Promise<void>;
}

const ORDERS = { consumer: 'reports', types: ['OrderChanged'] } as const;

export function busContract(startServer: () => Promise<BusServer>): void {
  test('delivers an event unchanged, and only events of the subscribed types', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const got = collector();
    await bus.subscribe({ ...ORDERS, handle: got.add });
    const event = change(newId(), 'CONFIRMED');
    await bus.publish([registered('Ada'), event]);
    expect(await got.count(1)).toEqual([event]);
  });

  test('accepts an empty list of events', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    await bus.publish([]);
    await bus.check();
  });

  test('keeps events for a consumer that is down, starting with its first subscription', async () => {
    await using server = await startServer();
    const order = newId();
    {
      await using bus = await openBus(server.url);
      await bus.publish([change(order, 'before')]);
      await bus.subscribe({ ...ORDERS, handle: async () => {} });
    }
    {
      await using bus = await openBus(server.url);
      await bus.publish([change(order, 'away')]);
    }
    await using bus = await openBus(server.url);
    const got = collector();
    await bus.subscribe({ ...ORDERS, handle: got.add });
    expect(statusesOf(await got.count(1), order)).toEqual(['away']);
  });

  test('keeps the events of an order in order, among many concurrent orders and while handlers fail', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url, { attempts: 20, base: 2, max: 4 });
    const got = collector();
    const tried = new Map<string, number>();
    const handle = async (event: Event) => {
      const times = (tried.get(event.id) ?? 0) + 1;
      tried.set(event.id, times);
      // Depending on their ids, some events fail once, some twice.
      if (times <= Number.parseInt(event.id.slice(-1), 16) % 3) throw new Error('not yet');
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    const orders = Array.from({ length: 20 }, newId);
    const published = orders.map((order) => changes(order, 10));
    for (let n = 0; n < 10; n += 5) {
      await bus.publish(published.flatMap((all) => all.slice(n, n + 5)));
    }
    await got.count(200);
    for (const order of orders) expect(statusesOf(got.events, order)).toEqual(upTo(10));
    expect(await bus.deadLetters.list()).toEqual([]);
  });

  test('handles events of different orders concurrently, and those of one order one by one', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const running = new Set<string>();
    let overlaps = 0;
    let most = 0;
    let open = () => {};
    const many = new Promise<void>((resolve) => {
      open = resolve;
    });
    const got = collector();
    const handle = async (event: Event) => {
      if (running.has(event.subject)) overlaps++;
      running.add(event.subject);
      most = Math.max(most, running.size);
      if (running.size >= 8) open();
      await many;
      running.delete(event.subject);
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    await bus.publish(Array.from({ length: 60 }, newId).flatMap((order) => changes(order, 2)));
    await got.count(120);
    expect(overlaps).toBe(0);
    expect(most).toBeGreaterThanOrEqual(8);
    expect(most).toBeLessThanOrEqual(16);
  });

  test('delivers every event to every consumer', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const [reports, mail] = [collector(), collector()];
    await bus.subscribe({ ...ORDERS, handle: reports.add });
    await bus.subscribe({ ...ORDERS, consumer: 'mail', handle: mail.add });
    const order = newId();
    await bus.publish(changes(order, 5));
    expect(statusesOf(await reports.count(5), order)).toEqual(upTo(5));
    expect(statusesOf(await mail.count(5), order)).toEqual(upTo(5));
  });

  test('shares the events between two processes of a consumer, still in order', async () => {
    await using server = await startServer();
    await using first = await openBus(server.url);
    await using second = await openBus(server.url);
    const got = collector();
    const by = { first: 0, second: 0 };
    const handledBy = (process: keyof typeof by) => async (event: Event) => {
      by[process]++;
      await new Promise((resolve) => setImmediate(resolve));
      await got.add(event);
    };
    await first.subscribe({ ...ORDERS, handle: handledBy('first') });
    await second.subscribe({ ...ORDERS, handle: handledBy('second') });
    const orders = Array.from({ length: 100 }, newId);
    let rounds = 0;
    const publishMore = async () => {
      const n = rounds++;
      await first.publish(orders.map((order) => change(order, n)));
      return Math.min(by.first, by.second);
    };
    // The second process has its share once the first one has noticed it.
    await expect.poll(publishMore, SOON).toBeGreaterThan(0);
    await got.count(100 * rounds);
    for (const order of orders) expect(statusesOf(got.events, order)).toEqual(upTo(rounds));
    expect(by.first + by.second).toBe(100 * rounds);
  });

  test('hands events that wait over in batches, one after the other, with those of an order in order', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const got = collector();
    const sizes: number[] = [];
    let running = 0;
    let overlaps = 0;
    const handleAll = async (events: readonly Event[]) => {
      if (running++ > 0) overlaps++;
      sizes.push(events.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const event of events) await got.add(event);
      running--;
    };
    const handle = async () => Promise.reject(new Error('alone'));
    await bus.subscribe({ ...ORDERS, handle, handleAll });
    const orders = Array.from({ length: 40 }, newId);
    const published = orders.map((order) => changes(order, 5));
    await bus.publish(published.flat());
    await got.count(200);
    for (const order of orders) expect(statusesOf(got.events, order)).toEqual(upTo(5));
    expect(got.events).toHaveLength(200);
    expect(overlaps).toBe(0);
    expect(sizes.length).toBeLessThan(100);
  });

  test('handles each event of a failed batch alone: one becomes a dead letter, and the others go on', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url, { attempts: 3 });
    const poison = change(newId(), 'poison');
    const got = collector();
    const handle = async (event: Event) => {
      if (event.id === poison.id) throw new RangeError('no such order');
      await got.add(event);
    };
    let isFailing = true;
    const handleAll = async (events: readonly Event[]) => {
      // The first batch also fails after its effect, like one whose process is cut off from its database.
      const isCutOff = isFailing;
      isFailing = false;
      if (events.some(({ id }) => id === poison.id)) throw new RangeError('no such order');
      for (const event of events) await got.add(event);
      if (isCutOff) throw new Error('cut off');
    };
    await bus.subscribe({ ...ORDERS, handle, handleAll });
    const behind = change(poison.subject, 'behind');
    const others = Array.from({ length: 30 }, newId).flatMap((order) => changes(order, 3));
    await bus.publish([poison, behind, ...others]);
    const wanted = new Set([behind, ...others].map(({ id }) => id));
    while (wanted.size > new Set(got.events.map(({ id }) => id)).size) await got.count(got.events.length + 1);
    const letters = await bus.deadLetters.list();
    expect(letters).toMatchObject([{ event: poison, error: 'RangeError: no such order', attempts: 3 }]);
    for (const order of new Set(others.map(({ subject }) => subject)))
      expect([...new Set(statusesOf(got.events, order))]).toEqual(upTo(3));
  });

  test('retries a failed handler while later events of its order wait', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const got = collector();
    const order = newId();
    let failures = 0;
    const handle = async (event: Event) => {
      if (statusesOf([event], order)[0] === '0' && failures++ < 3) throw new Error('not yet');
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    await bus.publish(changes(order, 3));
    expect(statusesOf(await got.count(3), order)).toEqual(upTo(3));
    expect(failures).toBe(4);
  });

  test('lets the pause between attempts grow', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url, { base: 100, max: 10_000 });
    const times: number[] = [];
    const got = collector();
    const handle = async (event: Event) => {
      times.push(performance.now());
      if (times.length < 4) throw new Error('not yet');
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    await bus.publish([change(newId(), 0)]);
    await got.count(1);
    const pauses = times.slice(1).map((time, n) => time - (times[n] ?? 0));
    for (const [n, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(100 * 2 ** n - 5);
  });

  test('makes an event a dead letter after the last attempt, and resends it to its consumer only', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const order = newId();
    const [reports, mail] = [collector(), collector()];
    let broken = true;
    let attempts = 0;
    const handle = async (event: Event) => {
      if (statusesOf([event], order)[0] === '0' && broken) {
        attempts++;
        throw new RangeError('no such order');
      }
      await reports.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    await bus.subscribe({ ...ORDERS, consumer: 'mail', handle: mail.add });
    const published = changes(order, 3);
    await bus.publish(published);
    expect(statusesOf(await reports.count(2), order)).toEqual(['1', '2']);
    expect(attempts).toBe(4);
    const letters = await bus.deadLetters.list();
    expect(letters).toEqual([
      {
        id: expect.any(String),
        consumer: 'reports',
        event: published[0],
        error: 'RangeError: no such order',
        attempts: 4,
        at: expect.any(Date),
      },
    ]);

    broken = false;
    const id = letters[0]!.id;
    expect(await Promise.all([bus.deadLetters.resend(id), bus.deadLetters.resend(id)])).toContain(true);
    await bus.publish([change(order, 3)]);
    expect(statusesOf(await reports.count(4), order)).toEqual(['1', '2', '0', '3']);
    expect(statusesOf(await mail.count(4), order)).toEqual(upTo(4));
    expect(await bus.deadLetters.list()).toEqual([]);
    expect(await bus.deadLetters.resend(id)).toBe(false);
    expect(await bus.deadLetters.resend('nonsense')).toBe(false);
  });

  test('blocks few other orders when one fails forever', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url, { attempts: 1_000, base: 60_000, max: 60_000 });
    const got = collector();
    const broken = newId();
    const handle = async (event: Event) => {
      if (event.subject === broken) throw new Error('broken');
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    await bus.publish([change(broken, 0), ...Array.from({ length: 100 }, () => change(newId(), 0))]);
    await got.count(85);
  });

  test('an event that is published twice takes effect once in a consumer that records handled events', async () => {
    const migrations = await mkdtemp(join(tmpdir(), 'holdfast-once-'));
    await writeFile(
      join(migrations, '0001_once.sql'),
      `${CONSUMED_EVENTS_TABLE} create table seen (id uuid);`,
    );
    await using server = await startServer();
    await using database = await testPostgres(migrations);
    await rm(migrations, { recursive: true });
    await using bus = await openBus(server.url);
    const order = newId();
    const got = collector();
    const handle = async (event: Event) => {
      await oncePostgres(database.database, 'reports', event, async (tx) => {
        await tx.query('insert into seen values ($1)', [event.id]);
      });
      await got.add(event);
    };
    await bus.subscribe({ ...ORDERS, handle });
    const twice = change(order, 0);
    await bus.publish([twice]);
    await bus.publish([twice, change(order, 1)]);
    // The bus may drop the duplicate, but need not.
    while (!statusesOf(got.events, order).includes('1')) await got.count(got.events.length + 1);
    const { rows } = await database.database.query('select id from seen where id = $1', [twice.id]);
    expect(rows).toHaveLength(1);
  });

  test('continues after an outage of the server', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url, { attempts: 20 });
    const order = newId();
    const got = collector();
    const heard = collector();
    await bus.subscribe({ ...ORDERS, handle: got.add });
    let gaps = 0;
    await bus.listen({
      types: ['OrderChanged'],
      onEvent: (event) => void heard.add(event),
      onGap: () => {
        gaps++;
      },
    });
    await bus.publish(changes(order, 3));
    await got.count(3);
    expect(gaps).toBe(0);
    await server.restart();
    for (let n = 3; n < 6; n++) await untilDone(() => bus.publish([change(order, n)]));
    while (new Set(statusesOf(got.events, order)).size < 6) await got.count(got.events.length + 1);
    expect([...new Set(statusesOf(got.events, order))]).toEqual(upTo(6));
    const last = change(newId(), 'last');
    while (!heard.events.some(({ subject }) => subject === last.subject)) {
      await bus.publish([{ ...last, id: newId() }]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(gaps).toBeGreaterThan(0);
  });

  test('waits for running handlers when stopping, and leaves the other events to the next process', async () => {
    await using server = await startServer();
    const order = newId();
    const got = collector();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    {
      await using bus = await openBus(server.url);
      const started = collector();
      const handle = async (event: Event) => {
        await started.add(event);
        await released;
        await got.add(event);
      };
      await bus.subscribe({ ...ORDERS, handle });
      await bus.publish(changes(order, 3));
      await started.count(1);
      const stopped = bus.stop();
      release();
      await stopped;
      expect(statusesOf(got.events, order)).toEqual(['0']);
    }
    await using bus = await openBus(server.url);
    await bus.subscribe({ ...ORDERS, handle: got.add });
    // Delivery is at least once, so an event that the first process had taken may arrive twice.
    await expect
      .poll(() => [...new Set(statusesOf(got.events, order))], { timeout: 60_000 })
      .toEqual(upTo(3));
  });

  test('redelivers the events of a killed process to another one, in order', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const child = fork(join(import.meta.dirname, 'mortalConsumer.ts'), {
      env: { PATH: process.env['PATH'], EVENTS_URL: server.url },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    await once(child, 'message');
    const order = newId();
    const handling = once(child, 'message');
    await bus.publish(changes(order, 3));
    await handling;
    child.kill('SIGKILL');
    await exit;
    const got = collector();
    await bus.subscribe({ ...ORDERS, handle: got.add });
    expect(statusesOf(await got.count(3), order)).toEqual(upTo(3));
  });

  test('notifies every listening process from now on, however long the event is', async () => {
    await using server = await startServer();
    await using first = await openBus(server.url);
    await using second = await openBus(server.url);
    const [one, two] = [collector(), collector()];
    await first.publish([change(newId(), 'before')]);
    await first.listen({
      types: ['OrderChanged', 'UserRegistered'],
      onEvent: (event) => void one.add(event),
    });
    const listening = await second.listen({
      types: ['UserRegistered'],
      onEvent: (event) => void two.add(event),
    });
    const long = registered('x'.repeat(30_000));
    const short = registered('é');
    await first.publish([long]);
    await first.publish([change(newId(), 'now')]);
    await first.publish([short]);
    expect(await two.count(2)).toEqual([long, short]);
    expect((await one.count(3)).map(({ type }) => type)).toEqual([
      'holdfast.UserRegistered.v1',
      'holdfast.OrderChanged.v1',
      'holdfast.UserRegistered.v1',
    ]);
    await listening.stop();
    await first.publish([registered('Ada')]);
    await one.count(4);
    expect(two.events).toHaveLength(2);
  });

  test('delivers each of 10,000 events of 500 orders, in order', async () => {
    await using server = await startServer();
    await using bus = await openBus(server.url);
    const got = collector();
    await bus.subscribe({ ...ORDERS, handle: got.add });
    const orders = Array.from({ length: 500 }, newId);
    for (let n = 0; n < 20; n++) await bus.publish(orders.map((order) => change(order, n)));
    await got.count(10_000);
    const byOrder = Map.groupBy(got.events, ({ subject }) => subject);
    for (const order of orders) expect(statusesOf(byOrder.get(order) ?? [], order)).toEqual(upTo(20));
  });
}

/** Retries until the server is back. */
async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
