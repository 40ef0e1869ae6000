/**
 * A queue that is lost while services run is recreated, and no event that is published in the meantime is
 * lost.
 */
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';
import { PgBoss } from 'pg-boss';
import { expect, test } from 'vitest';
import { publishUntilDone, SOON } from './lossSupport.ts';
import { change, collector, newId, openBus, registered, statusesOf } from './support.ts';

/** Opens an event database with an admin connection. */
async function administered() {
  await using opened = new AsyncDisposableStack();
  const { url } = opened.use(await emptyPostgres());
  const admin = await connectPostgres({ url, name: 'admin', connections: 1 });
  opened.defer(() => admin.end());
  const disposal = opened.move();
  return { url, admin, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
}

/** Deletes a queue, and runs the work while no process can recreate it. */
async function without(admin: Postgres, queue: string, work: () => Promise<void>): Promise<void> {
  for (let done = false; !done; ) {
    await admin.query('select pgboss.delete_queue($1)', [queue]);
    const within = async (tx: Pick<Postgres, 'query'>) => {
      await tx.query('lock table pgboss.queue in share mode');
      const { rows } = await tx.query('select from pgboss.queue where name = $1', [queue]);
      if (rows.length > 0) return false;
      await work();
      return true;
    };
    done = await admin.transaction(within, { pause: 60_000 });
  }
}

const REPORTS = { consumer: 'reports', types: ['OrderChanged'] } as const;

test('a lost consumer queue fails health checks and publishing until it is recreated', async () => {
  await using server = await administered();
  await using consumer = await openBus(server.url);
  await using service = await openBus(server.url);
  const got = collector();
  await consumer.subscribe({ ...REPORTS, handle: got.add });
  const order = newId();
  await service.publish([change(order, 'before')]);
  await got.count(1);
  const lost = 'The queue to-reports is missing.';
  await without(server.admin, 'to-reports', async () => {
    await expect(consumer.check()).rejects.toThrow(lost);
    await expect(service.check()).rejects.toThrow(lost);
    await expect(service.publish([change(order, 'refused')])).rejects.toThrow(lost);
  });
  await publishUntilDone(service, [change(order, 'after')]);
  expect(statusesOf(await got.count(2), order)).toEqual(['before', 'after']);
  await consumer.check();
});

test('any process recreates the queue of a consumer that is down, and events wait in it', async () => {
  await using server = await administered();
  const got = collector();
  {
    await using consumer = await openBus(server.url);
    await consumer.subscribe({ ...REPORTS, handle: got.add });
  }
  await using service = await openBus(server.url);
  await server.admin.query("select pgboss.delete_queue('to-reports')");
  const order = newId();
  await publishUntilDone(service, [change(order, 'away')]);
  await using consumer = await openBus(server.url);
  await consumer.subscribe({ ...REPORTS, handle: got.add });
  expect(statusesOf(await got.count(1), order)).toEqual(['away']);
});

test('when the record of subscriptions is lost too, running consumers restore it', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  await server.admin.query(
    'with lost as (delete from holdfast.queue returning name) select pgboss.delete_queue(name) from lost',
  );
  const health = () => bus.check().catch((error: Error) => error.message);
  await expect.poll(health, SOON).toBeUndefined();
  const order = newId();
  await bus.publish([change(order, 'after')]);
  expect(statusesOf(await got.count(1), order)).toEqual(['after']);
});

test('an event that fails while the dead letter queue is missing becomes a dead letter later', async () => {
  await using server = await administered();
  await using bus = await openBus(server.url, { attempts: 1 });
  const tried = collector();
  const handle = async (event: Parameters<typeof tried.add>[0]) => {
    await tried.add(event);
    throw new Error('the mail server is down');
  };
  await bus.subscribe({ consumer: 'mail', types: ['UserRegistered'], handle });
  const event = registered('Ada');
  await without(server.admin, 'dead-letters', async () => {
    await bus.publish([event]);
    await tried.count(1);
  });
  await expect.poll(() => bus.deadLetters.list(), SOON).toMatchObject([{ consumer: 'mail', event }]);
});

test('consumers of an earlier version, which only pg-boss recorded, get their events', async () => {
  await using server = await administered();
  const boss = new PgBoss({ connectionString: server.url, max: 1, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('to-reports', { policy: 'key_strict_fifo' });
  await boss.subscribe('OrderChanged', 'to-reports');
  await boss.stop({ graceful: false });
  await using bus = await openBus(server.url);
  const order = newId();
  await bus.publish([change(order, 'away')]);
  const got = collector();
  await bus.subscribe({ ...REPORTS, handle: got.add });
  expect(statusesOf(await got.count(1), order)).toEqual(['away']);
});
