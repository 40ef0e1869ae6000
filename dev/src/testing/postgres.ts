import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';

export interface TestPostgres extends AsyncDisposable {
  readonly database: Postgres;
  readonly url: string;
}

export interface EmptyPostgres extends AsyncDisposable {
  readonly url: string;
  readonly name: string;
  /** A connection to the server's own database. */
  readonly admin: Postgres;
}

/** Creates an empty database, such as an event bus needs for its tables; disposal drops it. */
export async function emptyPostgres(): Promise<EmptyPostgres> {
  const admin = await connectPostgres({ url: adminUrl(), name: 'tests', connections: 1 });
  const name = uniqueName();
  await admin.query(`create database ${name}`);
  return { url: urlOf(name), name, admin, [Symbol.asyncDispose]: () => drop(admin, name) };
}

/**
 * Creates a database on the server of `POSTGRES_URL` (which `npm test` starts); disposal drops it. The files
 * of `migrations` are applied once, to a template from which all tests with those files copy their databases.
 */
export async function testPostgres(migrations: string): Promise<TestPostgres> {
  const admin = await connectPostgres({ url: adminUrl(), name: 'tests', connections: 1 });
  const name = uniqueName();
  const template = `template_${await fingerprint(migrations)}`;
  await admin.query('select pg_advisory_lock(hashtext($1))', [template]);
  try {
    await makeTemplate(admin, template, migrations);
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [template]);
  }
  const url = urlOf(name);
  const database = await connectPostgres({ url, name: 'tests', connections: 20 });
  return {
    database,
    url,
    async [Symbol.asyncDispose]() {
      await database.end();
      await drop(admin, name);
    },
  };
}

function uniqueName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`;
}

async function drop(admin: Postgres, name: string): Promise<void> {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
}

async function makeTemplate(admin: Postgres, template: string, migrations: string): Promise<void> {
  const { rows } = await admin.query('select 1 from pg_database where datname = $1', [template]);
  if (rows.length > 0) return;
  await admin.query(`create database ${template}_new`);
  const database = await connectPostgres({ url: urlOf(`${template}_new`), name: 'tests', connections: 1 });
  await migrate(database, migrations);
  await database.end();
  await admin.query(`alter database ${template}_new rename to ${template}`);
}

async function fingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await readdir(folder)).sort()) hash.update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

function adminUrl(): string {
  const url = process.env['POSTGRES_URL'];
  if (!url) throw new Error('POSTGRES_URL is not set: run the tests with npm test, or npx vitest.');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
}
