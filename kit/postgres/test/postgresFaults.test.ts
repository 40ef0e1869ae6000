import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { expect, test, vi } from 'vitest';
import { type Line, lineTo } from '../../http/test/support/servers.ts';
import { migrate } from '../src/migrate.ts';
import { connectPostgres, type Postgres, type Queryable, sqlState } from '../src/postgres.ts';

/** Creates a table with one row, and a service with one connection to it over a line that can be cut. */
async function shop() {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-migrations-'));
  opened.defer(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '0001_a.sql'), 'create table a (id int); insert into a values (1)');
  const { database: admin, url } = opened.use(await testPostgres(folder));
  const line: Line = opened.use(await lineTo(url));
  const service = await connectPostgres({ url: line.url, name: 'service', connections: 1 });
  opened.defer(() => service.end());
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on('uncaughtException', note);
  opened.defer(() => void process.off('uncaughtException', note));
  const disposal = opened.move();
  return {
    admin,
    line,
    service,
    folder,
    uncaught,
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

async function processId(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]!.pid;
}

/** Ends the connection like a failover does, and returns when its backend has gone. */
async function terminate(admin: Postgres, pid: number): Promise<void> {
  await admin.query('select pg_terminate_backend($1, 10000)', [pid]);
}

const rowsOf = async (database: Queryable) => (await database.query('select id from a')).rows;

test('a connection that is cut during a statement fails its transaction, not the process', async () => {
  await using fixture = await shop();
  const { service, admin, uncaught } = fixture;
  const running = Promise.withResolvers<number>();
  const cut = service.transaction(async (tx) => {
    running.resolve(await processId(tx));
    await tx.query('select pg_sleep(60)');
  });
  const rejected = expect(cut).rejects.toSatisfy((error) => sqlState(error) === '57P01');
  await terminate(admin, await running.promise);
  await rejected;
  expect(await service.transaction(rowsOf)).toEqual([{ id: 1 }]);
  expect(uncaught).toEqual([]);
});

test('a connection that is cut between two statements fails its transaction, not the process', async () => {
  await using fixture = await shop();
  const { service, admin, uncaught } = fixture;
  const cut = service.transaction(async (tx) => {
    await tx.query('insert into a values (2)');
    await terminate(admin, await processId(tx));
    await tx.query('insert into a values (3)');
  });
  await expect(cut).rejects.toThrow();
  expect(await service.transaction(rowsOf)).toEqual([{ id: 1 }]);
  expect(uncaught).toEqual([]);
});

test('a transaction that pauses for too long loses its locks', async () => {
  await using fixture = await shop();
  const { service, admin, uncaught } = fixture;
  const locked = Promise.withResolvers<void>();
  const paused = Promise.withResolvers<void>();
  const cut = service.transaction(async (tx) => {
    const { rows } = await tx.query("select current_setting('idle_in_transaction_session_timeout') as limit");
    expect(rows).toEqual([{ limit: '5s' }]);
    await tx.query("set local idle_in_transaction_session_timeout = '100ms'");
    await tx.query('select id from a for update');
    locked.resolve();
    await paused.promise;
    await tx.query('update a set id = 2');
  });
  const rejected = expect(cut).rejects.toThrow();
  await locked.promise;
  await admin.query('update a set id = 3');
  paused.resolve();
  await rejected;
  expect(await rowsOf(service)).toEqual([{ id: 3 }]);
  expect(uncaught).toEqual([]);
});

/**
 * Cuts the line, sends a query, and once it is under way advances the fake timers by `passing` milliseconds.
 */
async function unanswered<T>(
  line: Line,
  ask: () => Promise<T>,
  passing: number,
): Promise<{ asked: Promise<T> }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const held = line.cut();
    const asked = ask();
    asked.catch(() => {});
    await held;
    await vi.advanceTimersByTimeAsync(passing);
    return { asked };
  } finally {
    vi.useRealTimers();
  }
}

test.each([
  ['query', rowsOf],
  ['transaction', (service: Postgres) => service.transaction(rowsOf)],
])('a %s without an answer ends after 12 seconds', async (_, ask) => {
  await using fixture = await shop();
  const { service, line } = fixture;
  const { asked } = await unanswered(line, () => ask(service), 12_000);
  await expect(asked).rejects.toThrow('Query read timeout');
  line.repair();
  // The pool discards that connection, because a late answer could be taken for that of the next query.
  expect(await service.transaction(rowsOf)).toEqual([{ id: 1 }]);
});

test('a migration has no limits', async () => {
  await using fixture = await shop();
  const { service, line, folder } = fixture;
  await writeFile(
    join(folder, '0002_limits.sql'),
    `create table limits as select name, setting from pg_settings
       where name in ('statement_timeout', 'idle_in_transaction_session_timeout')`,
  );
  const { asked } = await unanswered(line, () => migrate(service, folder), 3_600_000);
  line.repair();
  expect(await asked).toBe(1);
  const { rows } = await service.query('select name, setting from limits order by name');
  expect(rows).toEqual([
    { name: 'idle_in_transaction_session_timeout', setting: '0' },
    { name: 'statement_timeout', setting: '0' },
  ]);
  expect((await service.query('show statement_timeout')).rows).toEqual([{ statement_timeout: '10s' }]);
});
