import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { type Databases, type DatabasesOptions, startDatabases } from '../src/databases.ts';
import { freePort } from '../src/ports.ts';
import { loadSecrets } from '../src/secrets.ts';
import { DATABASE_OWNERS } from '../src/services.ts';
import { temporaryFolder } from './temporaryFolder.ts';

async function startedDatabases(
  more: Partial<DatabasesOptions>,
): Promise<Databases & AsyncDisposable & { readonly dataDir: string }> {
  const folder = await temporaryFolder();
  const options = {
    port: 0,
    dataDir: folder.path,
    logLevel: 'info',
    postgresUrl: undefined,
    mongodbUrl: undefined,
    warn: () => {},
    progress: () => {},
    pause: 1,
    ...more,
  } as const;
  const secrets = await loadSecrets(folder.path, DATABASE_OWNERS);
  const databases = await startDatabases(options, secrets, await freePort());
  return {
    ...databases,
    dataDir: folder.path,
    [Symbol.asyncDispose]: async () => {
      await databases.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('a PostgreSQL that is killed during a long query is restarted with its data, at the first attempt', async () => {
  const warnings: string[] = [];
  await using databases = await startedDatabases({ warn: (line) => warnings.push(line) });
  const url = databases.urls.postgres.inventory;
  const database = await connectPostgres({ url, name: 'tests' });
  await database.query('create table kept as select 7 as n');
  const busy = database.transaction(
    // The query never waits, so it never notices that its server has gone.
    (tx) => tx.query('select sum(n) from generate_series(1, 1e12) as n'),
    { unlimited: true },
  );
  const broken = expect(busy).rejects.toThrow();
  const running = `select from pg_stat_activity where query like '%1e12%' and state = 'active' and pid <> pg_backend_pid()`;
  await expect.poll(async () => (await database.query(running)).rowCount).toBe(1);
  const killed = databases.program('PostgreSQL');
  killed?.kill('SIGKILL');
  await killed?.ended;
  await broken;
  await expect.poll(() => databases.program('PostgreSQL')?.pid, { timeout: 60_000 }).toBeDefined();
  expect((await database.query('select n from kept')).rows).toEqual([{ n: 7 }]);
  await database.end();
  expect(warnings).toEqual([
    `PostgreSQL crashed (signal SIGKILL) and is started again; if this continues, see ${databases.dataDir}/postgres.log.`,
  ]);
});

test.each(['PostgreSQL', 'MongoDB of orders'] as const)(
  '%s that crashes too often is given up',
  async (name) => {
    await using databases = await startedDatabases({ limit: { count: 1, within: 60_000 } });
    const failed = expect(databases.failed).rejects.toThrow(
      new RegExp(`^${name} crashed 2 times in a minute; see ${databases.dataDir}/.*\\.log\\.$`),
    );
    for (const _ of [1, 2]) {
      await expect.poll(() => databases.program(name), { timeout: 60_000 }).toBeDefined();
      databases.program(name)?.kill('SIGKILL');
      await databases.program(name)?.ended;
    }
    await failed;
  },
);
