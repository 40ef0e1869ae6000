/** What the log on PostgreSQL promises beyond the contract of every bus. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';
import { PgBoss } from 'pg-boss';
import { expect, test } from 'vitest';
import type { Event } from '../src/event.ts';
import { publishUntilDone, SOON } from './lossSupport.ts';
import { change, changes, collector, newId, openBus, registered, statusesOf, upTo } from './support.ts';

/** Opens an event database with an admin connection. */
async function administered() {
  await using opened = new AsyncDisposableStack();
  const { url } = opened.use(await emptyPostgres());
  const admin = await connectPostgres({ url, name: 'admin', connections: 8 });
  opened.defer(() => admin.end());
  const disposal = opened.move();
  const numberOf = async (query: string): Promise<number> => {
    const { rows } = await admin.query<{ n: number }>(`select (${query})::int as n`);
    return rows[0]?.n ?? Number.NaN;
  };
  return { url, admin, numberOf, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

/** Ends the sessions of all processes of the bus, without a word to them. */
async function endSessions(admin: Postgres): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'tests'`,
  );
}

const REPORTS = { consumer: 'reports', types: ['OrderChanged'] } as const;

test('positions are in the order of commits: no consumer skips an event that commits late', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  const [late, next] = [change(newId(), 'late'), change(newId(), 'next')];
  let second: Promise<void> | undefined;
  await server.admin.transaction(async (tx) => {
    await tx.query('select holdfast_bus.append($1, $2, $3, $4::text[]::json[])', [
      [late.subject],
      ['OrderChanged'],
      [null],
      [JSON.stringify(late)],
    ]);
    second = bus.publish([next]);
    // Waits until the second publisher has got as far as it can.
    const waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
    await expect.poll(() => server.numberOf(waiting), SOON).toBe(1);
  });
  await second;
  expect((await got.count(2)).map(({ id }) => id)).toEqual([late.id, next.id]);
});

test('an event that kills each process becomes a dead letter, and the others are handled', async () => {
  await using server = await administered();
  const env = { PATH: process.env['PATH'], EVENTS_URL: server.url };
  const fatal = newId();
  const others = Array.from({ length: 20 }, () => change(newId(), 'other'));
  const start = async () => {
    const child = fork(join(import.meta.dirname, 'fatalConsumer.ts'), [fatal], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    // It may die before it is ready.
    await Promise.race([once(child, 'message'), exit]);
    return { child, exit };
  };
  const first = await start();
  await using bus = await openBus(server.url);
  await bus.publish([...changes(fatal, 1), ...others, change(fatal, 'after')]);
  await first.exit;
  // The policy of the tests has four attempts. The first crash is that of many events at once, so it counts for none.
  for (let crashes = 1; crashes <= 4; crashes++) await (await start()).exit;
  const last = await start();
  await expect
    .poll(() => bus.deadLetters.list(), SOON)
    .toMatchObject([
      { consumer: 'reports', event: { subject: fatal }, error: 'Its process crashed on every attempt.' },
    ]);
  const left = `select count(*) from holdfast_bus.event join holdfast_bus.cursor using (partition)
    where event.position > cursor.position and event.position <> all (done)`;
  await expect.poll(() => server.numberOf(left), SOON).toBe(0);
  last.child.kill('SIGKILL');
  await last.exit;
});

test('a process that is killed while it is idle leaves no trace on later events', async () => {
  await using server = await administered();
  for (let n = 0; n < 5; n++) {
    await using bus = await openBus(server.url);
    await bus.subscribe({ ...REPORTS, handle: async () => {} });
    await expect.poll(() => server.numberOf('select count(holder) from holdfast_bus.cursor'), SOON).toBe(8);
    // The session of a killed process ends; the process itself claims its partitions again.
    await endSessions(server.admin);
  }
  expect(await server.numberOf('select max(crashes) from holdfast_bus.cursor')).toBe(0);
});

test('whatever sessions end, each event is handled, and the order of a subject is kept', async () => {
  await using server = await administered();
  await using publisher = await openBus(server.url);
  const handled = new Map<string, string[]>();
  const handle = async (event: Event) => {
    if (event.type !== 'holdfast.OrderChanged.v1') return;
    handled.set(event.subject, [...(handled.get(event.subject) ?? []), event.data.status]);
  };
  // A process that has lost its session looks like one that died of the event that it tries.
  await using first = await openBus(server.url, { attempts: 1_000 });
  await using second = await openBus(server.url, { attempts: 1_000 });
  await first.subscribe({ ...REPORTS, handle });
  await second.subscribe({ ...REPORTS, handle });
  const orders = Array.from({ length: 30 }, newId);
  for (let n = 0; n < 10; n++) {
    const batch = orders.map((order) => change(order, n));
    await publishUntilDone(publisher, batch);
    await endSessions(server.admin);
  }
  const seen = () => orders.filter((order) => new Set(handled.get(order)).size === 10).length;
  await expect.poll(seen, SOON).toBe(30);
  // A repeated event repeats those after it, so each first occurrence is in order.
  for (const order of orders) expect([...new Set(handled.get(order))]).toEqual(upTo(10));
});

test('an event that cannot be noted, because its partition is lost, keeps those after it waiting', async () => {
  await using server = await administered();
  const order = newId();
  {
    await using away = await openBus(server.url);
    await away.subscribe({ ...REPORTS, handle: async () => {} });
  }
  await using bus = await openBus(server.url);
  await bus.publish(changes(order, 50));
  // As after the death of a process: each event is noted before it is handled.
  await server.admin.query('update holdfast_bus.cursor set is_careful = true');
  const handled: string[] = [];
  const handle = async (event: Event) => {
    if (event.type !== 'holdfast.OrderChanged.v1') return;
    handled.push(event.data.status);
    // Another process takes the partitions, and dies.
    if (handled.length % 10 === 1) await server.admin.query('update holdfast_bus.cursor set holder = 1');
  };
  await bus.subscribe({ ...REPORTS, handle });
  await expect.poll(() => new Set(handled).size, SOON).toBe(50);
  expect([...new Set(handled)]).toEqual(upTo(50));
});

test('waiting events of one subject share a batch, in order', async () => {
  await using server = await administered();
  const order = newId();
  {
    await using away = await openBus(server.url);
    await away.subscribe({ ...REPORTS, handle: async () => {} });
  }
  await using bus = await openBus(server.url);
  await bus.publish(changes(order, 20));
  const got = collector();
  const batches: number[] = [];
  const handleAll = async (events: readonly Event[]) => {
    batches.push(events.length);
    for (const event of events) await got.add(event);
  };
  await bus.subscribe({ ...REPORTS, handle: got.add, handleAll });
  expect(statusesOf(await got.count(20), order)).toEqual(upTo(20));
  expect(batches).toEqual([20]);
});

test('a batch whose partitions are lost before it starts is left to their next holder', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const [blocked, waiting] = [change(newId(), 'blocked'), change(newId(), 'waiting')];
  const handled: string[] = [];
  const blocking = Promise.withResolvers<void>();
  const handleAll = async (events: readonly Event[]) => {
    handled.push(...events.map(({ id }) => id));
    if (events.some(({ id }) => id === blocked.id)) await blocking.promise;
  };
  const subscription = await bus.subscribe({ ...REPORTS, handle: (event) => handleAll([event]), handleAll });
  await bus.publish([blocked]);
  await expect.poll(() => handled, SOON).toEqual([blocked.id]);
  await bus.publish([waiting]);
  const read = "select count(*) from pg_stat_activity where query like '%max(position)%' and state = 'idle'";
  await expect.poll(() => server.numberOf(read), SOON).toBeGreaterThan(0);
  const stopped = subscription.stop();
  blocking.resolve();
  await stopped;
  expect(handled).toEqual([blocked.id]);
  await using next = await openBus(server.url);
  const got = collector();
  await next.subscribe({ ...REPORTS, handle: got.add });
  expect((await got.count(1)).map(({ id }) => id)).toEqual([waiting.id]);
});

test('a killed process repeats only what it handled last', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  const order = newId();
  await bus.publish(changes(order, 100));
  await got.count(100);
  const behind = `select count(*) from holdfast_bus.event e join holdfast_bus.cursor c using (partition)
    where e.position > c.position and e.position <> all (c.done)`;
  await expect.poll(() => server.numberOf(behind), SOON).toBe(0);
});

test('an event that waits for its next attempt keeps those after it from being repeated', async () => {
  await using server = await administered();
  const broken = newId();
  {
    await using bus = await openBus(server.url, { attempts: 1_000, base: 60_000, max: 60_000 });
    const got = collector();
    const handle = async (event: Parameters<typeof got.add>[0]) => {
      if (event.subject === broken) throw new Error('not yet');
      await got.add(event);
    };
    await bus.subscribe({ ...REPORTS, handle });
    await bus.publish([change(broken, 0), ...Array.from({ length: 50 }, () => change(newId(), 'other'))]);
    await got.count(50);
  }
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  await bus.publish([change(broken, 1)]);
  expect(statusesOf(await got.count(2), broken)).toEqual(upTo(2));
  expect(got.events).toHaveLength(2);
});

test('events that every consumer has handled are deleted, and no others', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const { deleteHandled } = await import('../src/postgresLog.ts');
  await bus.publish([change(newId(), 'of no consumer')]);
  expect(await server.numberOf('select count(*) from holdfast_bus.event')).toBe(0);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  {
    await using away = await openBus(server.url);
    await away.subscribe({ consumer: 'mail', types: ['UserRegistered'], handle: async () => {} });
  }
  await bus.publish([change(newId(), 0), registered('Ada'), change(newId(), 1)]);
  await got.count(2);
  await deleteHandled(server.admin);
  expect(await server.numberOf('select count(*) from holdfast_bus.event')).toBe(3);
  await using back = await openBus(server.url);
  const mailed = collector();
  await back.subscribe({ consumer: 'mail', types: ['UserRegistered'], handle: mailed.add });
  await mailed.count(1);
  await expect
    .poll(async () => {
      await bus.publish([change(newId(), 'more'), registered('Bob')]);
      await deleteHandled(server.admin);
      return server.numberOf('select count(*) from holdfast_bus.event where position <= 3');
    }, SOON)
    .toBe(0);
});

test('while the database is away, a consumer warns once, and goes on afterwards', async () => {
  await using server = await administered();
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => void warnings.push(message) };
  await using bus = await openBus(server.url, {}, log);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  await using publisher = await openBus(server.url);
  await publisher.publish([change(newId(), 'before')]);
  await got.count(1);
  await server.admin.query('alter schema holdfast_bus rename to away');
  await endSessions(server.admin);
  const failed = `select extract(epoch from max(query_start)) * 10 - 17e9 from pg_stat_activity
    where datname = current_database() and application_name = 'tests' and query = 'rollback'`;
  const attempts = new Set<number>();
  await expect.poll(async () => attempts.add(await server.numberOf(failed)).size, SOON).toBeGreaterThan(4);
  await server.admin.query('alter schema away rename to holdfast_bus');
  await publishUntilDone(publisher, [change(newId(), 'after')]);
  await got.count(2);
  expect(warnings).toContain('the processes of a consumer cannot be read now; retrying');
  expect(warnings).toHaveLength(new Set(warnings).size);
});

test('a consumer whose registration is deleted fails health checks until it has registered again', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  await bus.check();
  const health = () => bus.check().catch((error: Error) => error.message);
  const healthAfterDeletion = async () => {
    await server.admin.query('delete from holdfast_bus.consumer');
    return health();
  };
  // The consumer may register again by itself before the check looks.
  await expect.poll(healthAfterDeletion, SOON).toContain('The consumer reports is missing on the event bus');
  await expect.poll(health, SOON).toBeUndefined();
  const order = newId();
  await publishUntilDone(bus, [change(order, 'after')]);
  expect(statusesOf(await got.count(1), order)).toEqual(['after']);
});

test('a consumer gets events of exactly the types that it last subscribed to', async () => {
  await using server = await administered();
  {
    await using bus = await openBus(server.url);
    await bus.subscribe({ ...REPORTS, handle: async () => {} });
  }
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ consumer: 'reports', types: ['UserRegistered'], handle: got.add });
  await bus.publish([change(newId(), 'unwanted'), registered('Ada')]);
  expect((await got.count(1)).map(({ type }) => type)).toEqual(['holdfast.UserRegistered.v1']);
});

test('what an earlier version stored on pg-boss is taken over: consumers, events in order, dead letters', async () => {
  await using server = await administered();
  const boss = new PgBoss({ connectionString: server.url, max: 1, supervise: false, schedule: false });
  await boss.start();
  for (const queue of ['to-reports', 'to-mail']) await boss.createQueue(queue, { policy: 'key_strict_fifo' });
  await boss.createQueue('dead-letters');
  await server.admin.query('create schema holdfast');
  await server.admin.query('create table holdfast.queue (name text primary key, types text[] not null)');
  await server.admin.query(
    `insert into holdfast.queue values ('dead-letters', '{}'), ('to-reports', '{OrderChanged}'), ('to-mail', '{OrderChanged}')`,
  );
  const order = newId();
  const old = changes(order, 3);
  await boss.insert(
    'to-reports',
    old.map((data) => ({ id: newUuid(), data, singletonKey: order })),
  );
  const letter = { consumer: 'reports', event: change(order, 'dead'), error: 'Error: no', attempts: 28 };
  await boss.insert('dead-letters', [{ id: newUuid(), data: letter }]);
  await boss.stop({ graceful: false });

  await using bus = await openBus(server.url);
  expect(await bus.deadLetters.list()).toMatchObject([letter]);
  await bus.publish([change(order, 3)]);
  const [reports, mail] = [collector(), collector()];
  await bus.subscribe({ ...REPORTS, handle: reports.add });
  await bus.subscribe({ ...REPORTS, consumer: 'mail', handle: mail.add });
  expect(statusesOf(await reports.count(4), order)).toEqual(upTo(4));
  expect(statusesOf(await mail.count(1), order)).toEqual(['3']);
});
