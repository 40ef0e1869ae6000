import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { silentLog } from '@holdfast/kit-base/log';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { type Event, newEvent } from '../src/event.ts';
import { CONSUMED_EVENTS_TABLE, forgetConsumed, onceAllPostgres, oncePostgres } from '../src/oncePostgres.ts';
import { createPostgresOutbox, EVENT_FUNCTIONS, insertEvents, OUTBOX_TABLE } from '../src/outboxPostgres.ts';
import { startRelay } from '../src/relay.ts';
import { killedAfterPublishing, takingBus } from './outboxSupport.ts';
import { change, changes, newId, statusesOf, upTo } from './support.ts';

async function service() {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-outbox-'));
  const tables = `${OUTBOX_TABLE} ${EVENT_FUNCTIONS} ${CONSUMED_EVENTS_TABLE}
    create table orders (id uuid primary key, n int not null);`;
  await writeFile(join(migrations, '0001_outbox.sql'), tables);
  const postgres = await testPostgres(migrations);
  await rm(migrations, { recursive: true });
  return postgres;
}

test('events are published in order, and removed afterwards', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken } = takingBus();
  const order = newId();
  await insertEvents(database, changes(order, 700));
  const relay = startRelay({
    outbox: createPostgresOutbox(database),
    connect: async () => bus,
    log: silentLog,
  });
  await taken.count(700);
  await insertEvents(database, [change(order, 700)]);
  await taken.count(701);
  await relay.stop();
  expect(statusesOf(taken.events, order)).toEqual(upTo(701));
  expect((await database.query('select from outbox')).rows).toEqual([]);
});

test('a relay that vanishes while publishing blocks others for at most half a minute', async () => {
  await using postgres = await service();
  const { database } = postgres;
  await insertEvents(database, [change(newId(), 0)]);
  const limits: unknown[] = [];
  const watched: Pick<Postgres, 'query' | 'transaction'> = {
    query: database.query,
    transaction: (work, options) =>
      database.transaction(async (tx) => {
        const { rows } = await tx.query('show idle_in_transaction_session_timeout');
        limits.push(...rows);
        return work(tx);
      }, options),
  };
  await createPostgresOutbox(watched).relay(async () => {});
  expect(limits).toEqual([{ idle_in_transaction_session_timeout: '30s' }]);
});

test('an event exists if and only if its change does', async () => {
  await using postgres = await service();
  const { database } = postgres;
  await insertEvents(database, []);
  const undone = database.transaction(async (tx) => {
    await insertEvents(tx, [change(newId(), 0)]);
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  expect((await database.query('select from outbox')).rows).toEqual([]);
  const event = change(newId(), 0);
  await insertEvents(database, [event]);
  expect((await database.query('select event from outbox')).rows).toEqual([{ event }]);
});

test('the events of concurrent writers of a row are published in the order of its states', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken } = takingBus();
  const orders = [newId(), newId(), newId()];
  for (const order of orders) await database.query('insert into orders values ($1, 0)', [order]);
  const relay = startRelay({
    outbox: createPostgresOutbox(database),
    connect: async () => bus,
    log: silentLog,
  });
  const write = (order: string) =>
    database.transaction(async (tx) => {
      const { rows } = await tx.query<{ n: number }>(
        'update orders set n = n + 1 where id = $1 returning n',
        [order],
      );
      await insertEvents(tx, [change(order, rows[0]!.n)]);
    });
  await Promise.all(Array.from({ length: 20 }, () => orders.map(write)).flat());
  await taken.count(60);
  await relay.stop();
  for (const order of orders) expect(statusesOf(taken.events, order)).toEqual(upTo(21).slice(1));
});

test('a smaller number that is committed later is not skipped', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken } = takingBus();
  const outbox = createPostgresOutbox(database);
  const [late, early] = [change(newId(), 'late'), change(newId(), 'early')];
  await database.transaction(async (tx) => {
    await insertEvents(tx, [late]);
    await insertEvents(database, [early]);
    await outbox.relay(bus.publish);
    expect(taken.events).toEqual([early]);
  });
  await outbox.relay(bus.publish);
  expect(taken.events).toEqual([early, late]);
});

test('a relay that is killed between publishing and removing publishes again, and the events take effect once', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken } = takingBus();
  const order = newId();
  await insertEvents(database, changes(order, 2));
  await killedAfterPublishing(createPostgresOutbox(database).relay, bus.publish);
  const relay = startRelay({
    outbox: createPostgresOutbox(database),
    connect: async () => bus,
    log: silentLog,
  });
  await taken.count(4);
  await relay.stop();
  expect(statusesOf(taken.events, order)).toEqual(['0', '1', '0', '1']);
  const handled: boolean[] = [];
  for (const event of taken.events) {
    handled.push(
      await oncePostgres(database, 'reports', event, async (tx) => {
        await tx.query('insert into orders values ($1, 0)', [event.id]);
      }),
    );
  }
  expect(handled).toEqual([true, true, false, false]);
  expect((await database.query('select from orders')).rows).toHaveLength(2);
});

test('events wait while the bus is down', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken, fail } = takingBus();
  const event = change(newId(), 0);
  await insertEvents(database, [event]);
  fail(2);
  let refused = 1;
  const connect = async () => {
    if (refused-- > 0) throw new Error('not there');
    return bus;
  };
  const relay = startRelay({ outbox: createPostgresOutbox(database), connect, log: silentLog });
  expect(await taken.count(1)).toEqual([event]);
  await relay.stop();
});

test('only one of two concurrent relays works', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const { bus, taken } = takingBus();
  await insertEvents(database, changes(newId(), 3));
  const [first, second] = [createPostgresOutbox(database), createPostgresOutbox(database)];
  await first.relay(async (events) => {
    await second.relay(() => Promise.reject(new Error('published by two')));
    await bus.publish(events);
  });
  expect(taken.events).toHaveLength(3);
});

test('a failed event is not recorded as handled, and old records are deleted', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const event = change(newId(), 0);
  const failing = oncePostgres(database, 'reports', event, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await oncePostgres(database, 'reports', event, async () => {})).toBe(true);
  expect(await oncePostgres(database, 'mail', event, async () => {})).toBe(true);
  expect(await oncePostgres(database, 'mail', event, async () => {})).toBe(false);
  await forgetConsumed(database, new Date(Date.now() + 60_000));
  expect(await oncePostgres(database, 'mail', event, async () => {})).toBe(true);
});

test('an event takes effect once, however often it is in one batch or in concurrent ones', async () => {
  await using postgres = await service();
  const { database } = postgres;
  const events = changes(newId(), 5);
  const handled: string[] = [];
  const handle = (batch: readonly Event[]) =>
    onceAllPostgres(database, 'reports', batch, async (_tx, fresh) => {
      handled.push(...fresh.map(({ id }) => id));
    });
  const ids = events.map(({ id }) => id);
  const [a, b, c, d, e] = events as [Event, Event, Event, Event, Event];
  expect(await handle([b, b, { ...b, id: b.id.toUpperCase() }, a, b])).toBe(2);
  expect(handled.splice(0)).toEqual([b.id, a.id]);
  const counts = await Promise.all([handle([e, d, c, b]), handle([a, b, c, d, e]), handle([d, e, c])]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(3);
  expect([...handled].sort()).toEqual(ids.slice(2));
  expect(await handle([])).toBe(0);
});

test('SQL creates the same envelope as newEvent', async () => {
  await using postgres = await service();
  const at = new Date('2026-11-20T12:00:00.007Z');
  const data = { ...change(newId(), 'Ä "quoted"').data };
  const event = newEvent('OrderChanged', data, { clock: () => at, newId });
  const { rows } = await postgres.database.query<{ made: unknown }>(
    `select new_event($1, 'orders', 'OrderChanged', $2, $3, $4) as made`,
    [event.id, data.orderId, at, JSON.stringify(data)],
  );
  expect(rows).toEqual([{ made: event }]);
});
