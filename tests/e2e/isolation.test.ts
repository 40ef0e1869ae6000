/** No service can open another's database. Each has its own role, password and database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { startDatabases } from '../../dev/src/databases.ts';
import { freePort } from '../../dev/src/ports.ts';
import { loadSecrets } from '../../dev/src/secrets.ts';
import { DATABASE_OWNERS } from '../../dev/src/services.ts';

async function startedDatabases() {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-isolation-'));
  const settings = {
    port: 0,
    dataDir,
    logLevel: 'info',
    postgresUrl: undefined,
    mongodbUrl: undefined,
    warn: () => {},
    progress: () => {},
  } as const;
  const databases = await startDatabases(
    settings,
    await loadSecrets(dataDir, DATABASE_OWNERS),
    await freePort(),
  );
  return {
    urls: {
      mongo: databases.urls.mongo,
      postgres: { ...databases.urls.postgres, events: databases.eventsUrl },
    },
    async [Symbol.asyncDispose]() {
      await databases.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Returns every pair of one service's credentials and another's database. */
function trespasses(urls: Readonly<Record<string, string>>): { from: string; to: string; url: string }[] {
  return Object.entries(urls).flatMap(([from, own]) =>
    Object.entries(urls)
      .filter(([to]) => to !== from)
      .map(([to, other]) => {
        const url = new URL(other);
        const { username, password } = new URL(own);
        Object.assign(url, { username, password });
        return { from, to, url: url.href };
      }),
  );
}

test('PostgreSQL: a service can use its own database and no other', async () => {
  await using databases = await startedDatabases();
  for (const [name, url] of Object.entries(databases.urls.postgres)) {
    const database = await connectPostgres({ url, name });
    await database.query('create table own (id int)');
    await expect(database.query('create role another')).rejects.toThrow('permission denied');
    await database.end();
  }
  const attempts = trespasses(databases.urls.postgres);
  expect(attempts).toHaveLength(20);
  for (const { from, url } of attempts) {
    // 42501 is insufficient_privilege.
    await expect(connectPostgres({ url, name: from })).rejects.toThrow('42501');
  }
});

test('MongoDB: a service can use its own database and no other', async () => {
  await using databases = await startedDatabases();
  for (const [name, url] of Object.entries(databases.urls.mongo)) {
    const { db, end } = await connectMongo({ url, name });
    await db.collection('own').insertOne({ name });
    await end();
  }
  const attempts = trespasses(databases.urls.mongo);
  expect(attempts).toHaveLength(6);
  for (const { from, url } of attempts) {
    await expect(connectMongo({ url, name: from })).rejects.toThrow('cannot use the MongoDB database');
    const anonymous = new URL(url);
    Object.assign(anonymous, { username: '', password: '' });
    const { db, end } = await connectMongo({ url: anonymous.href, name: from });
    await expect(db.collection('own').findOne({})).rejects.toMatchObject({ codeName: 'Unauthorized' });
    await expect(db.collection('own').insertOne({})).rejects.toMatchObject({ codeName: 'Unauthorized' });
    await end();
  }
});
