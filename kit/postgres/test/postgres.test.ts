import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { describe, expect, test } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { connectPostgres, type Postgres, type Queryable, sqlState } from '../src/postgres.ts';

/** Creates a folder of migrations. */
async function folderOf(files: Record<string, string>) {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-migrations-'));
  for (const [name, sql] of Object.entries(files)) await writeFile(join(path, name), sql);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const FIRST = { '0001_a.sql': 'create table a (id int)' };
const SECOND = {
  ...FIRST,
  '0002_b.sql': 'create table b (id bigint); insert into b values (9007199254740993)',
};

describe('migrate', () => {
  test('applies new files once, even from eight processes at once', async () => {
    await using first = await folderOf(FIRST);
    await using second = await folderOf(SECOND);
    await using postgres = await testPostgres(first.path);
    const { database } = postgres;
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database, second.path)));
    expect(applied.reduce((sum, count) => sum + count)).toBe(1);
    const { rows } = await database.query('select version, name from schema_migrations order by version');
    expect(rows).toEqual([
      { version: 1, name: '0001_a.sql' },
      { version: 2, name: '0002_b.sql' },
    ]);
    expect((await database.query('select id from b')).rows).toEqual([{ id: 9007199254740993n }]);
  });

  test('a file that fails leaves nothing behind', async () => {
    await using folder = await folderOf(FIRST);
    await using bad = await folderOf({ ...FIRST, '0002_b.sql': 'create table b (id int); select nonsense' });
    await using postgres = await testPostgres(folder.path);
    await expect(migrate(postgres.database, bad.path)).rejects.toThrow('nonsense');
    expect((await postgres.database.query("select to_regclass('b') as b")).rows).toEqual([{ b: null }]);
  });

  test('an older program refuses a newer database', async () => {
    await using newer = await folderOf(SECOND);
    await using older = await folderOf(FIRST);
    await using postgres = await testPostgres(newer.path);
    await expect(migrate(postgres.database, older.path)).rejects.toThrow(
      'the database is at version 2, this program knows only version 1; run the newer program.',
    );
  });
});

describe('transaction', () => {
  test('rolls back when the work throws, and keeps the connection usable', async () => {
    await using folder = await folderOf(FIRST);
    await using postgres = await testPostgres(folder.path);
    const { database } = postgres;
    const failing = database.transaction(async (tx) => {
      await tx.query('insert into a values (1)');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect((await database.query('select * from a')).rows).toEqual([]);
  });

  test('retries after a deadlock, with at most three attempts', async () => {
    await using folder = await folderOf(FIRST);
    await using postgres = await testPostgres(folder.path);
    const { database } = postgres;
    let runs = 0;
    const deadlocked = `do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$`;
    const result = await database.transaction(async (tx) => {
      runs++;
      if (runs < 3) await tx.query(deadlocked);
      return runs;
    });
    expect(result).toBe(3);
    runs = 0;
    const never = database.transaction(async (tx) => {
      runs++;
      await tx.query(deadlocked);
    });
    await expect(never).rejects.toSatisfy((error) => sqlState(error) === '40P01');
    expect(runs).toBe(3);
  });

  test('does not retry after any other error', async () => {
    await using folder = await folderOf(FIRST);
    await using postgres = await testPostgres(folder.path);
    let runs = 0;
    const failing = postgres.database.transaction(async (tx) => {
      runs++;
      await tx.query('select 1 / 0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(runs).toBe(1);
  });
});

test('an unreachable database is reported in one line without the password', async () => {
  const url = 'postgres://somebody:hunter2@127.0.0.1:1/shop';
  await expect(connectPostgres({ url, name: 'inventory' })).rejects.toThrow(
    'cannot use the PostgreSQL database shop at 127.0.0.1:1 (ECONNREFUSED); start it, or correct POSTGRES_URL of inventory.',
  );
});

describe('prepared statements', () => {
  /** Opens one connection to a database with a table, and returns it with the number of its named statements. */
  async function oneConnection(suffix = '') {
    await using opened = new AsyncDisposableStack();
    const folder = opened.use(
      await folderOf({ '0001_a.sql': 'create table a (id int); insert into a values (1)' }),
    );
    const { database: admin, url } = opened.use(await testPostgres(folder.path));
    const database = await connectPostgres({ url: `${url}${suffix}`, name: 'service', connections: 1 });
    opened.defer(() => database.end());
    const named = async () => (await database.query('select name from pg_prepared_statements')).rows.length;
    const disposal = opened.move();
    return { admin, database, named, [Symbol.asyncDispose]: () => disposal.disposeAsync() };
  }
  const select = (database: Queryable) => database.query('select * from a where id = $1', [1]);

  test('a statement with values is prepared from its second use on', async () => {
    await using service = await oneConnection();
    await select(service.database);
    expect(await service.named()).toBe(0);
    for (let n = 0; n < 3; n++) await select(service.database);
    await service.database.transaction(select);
    expect(await service.named()).toBe(1);
  });

  test('nothing is prepared with ?prepared_statements=false, and another value is refused', async () => {
    await using service = await oneConnection('?prepared_statements=false');
    for (let n = 0; n < 3; n++) await select(service.database);
    expect(await service.named()).toBe(0);
    await expect(oneConnection('?prepared_statements=no')).rejects.toThrow('must be true or false');
  });

  test.each<[string, (database: Postgres) => Promise<{ rows: unknown[] }>]>([
    ['alone', select],
    ['in a transaction', (database) => database.transaction(select)],
  ])('a migration that changes the columns of a prepared statement is not noticed, %s', async (_, run) => {
    await using service = await oneConnection();
    for (let n = 0; n < 3; n++) await run(service.database);
    await service.admin.query(`alter table a add column name text default 'new'`);
    expect((await run(service.database)).rows).toEqual([{ id: 1, name: 'new' }]);
    expect((await run(service.database)).rows).toEqual([{ id: 1, name: 'new' }]);
  });
});
