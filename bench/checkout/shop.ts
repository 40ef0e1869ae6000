/** A whole shop of one revision, started as `npm start` does, with its own data folder. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseUrls } from '../../dev/src/services.ts';
import { connectMongo, type Mongo } from '../../kit/mongo/src/mongo.ts';
import { connectPostgres, type Postgres } from '../../kit/postgres/src/postgres.ts';
import { start } from '../idle-memory/shop.ts';
import { type Client, createClient } from './client.ts';
import { processesOf } from './processes.ts';

const run = promisify(execFile);

export interface Shop extends AsyncDisposable {
  /** `this revision`, or the name of the other one. */
  readonly name: string;
  /** The process that all others descend from. */
  readonly pid: number;
  readonly client: Client;
  /** The PostgreSQL server, as its superuser. */
  readonly server: Postgres;
  /** The URL of the server, for its superuser. */
  readonly serverUrl: string;
  readonly inventory: Postgres;
  readonly payments: Postgres;
  readonly users: Mongo;
  /** The ports at which its services show their metrics. */
  readonly metricsPorts: readonly number[];
  /** True when the server counts statements. */
  readonly statements: boolean;
  /** Runs one of the revision's own checks, such as `inventory:verify`. @throws Error with its findings. */
  verify(script: string): Promise<void>;
}

/** @param tree the folder with the revision's files. */
export async function startShop(name: string, tree: string, statements: boolean): Promise<Shop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-checkout-'));
  if (statements) await withRunning(tree, dataDir, preloadStatements);
  const { child, url } = await start(tree, dataDir);
  const stopChild = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  await using opened = new AsyncDisposableStack();
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  opened.defer(stopChild);
  const { urls, serverUrl } = await urlsOf(dataDir);
  const postgres = async (target: string) => {
    const connected = await connectPostgres({ url: target, name: 'bench', connections: 1 });
    opened.defer(() => connected.end());
    return connected;
  };
  const users = await connectMongo({ url: urls.mongo.users, name: 'bench' });
  opened.defer(() => users.end());
  const server = await postgres(serverUrl);
  if (statements) await server.query('create extension if not exists pg_stat_statements');
  const client = createClient(url);
  opened.defer(() => client.end());
  const pid = child.pid ?? 0;
  const shop = {
    ...{ name, pid, client, server, serverUrl, users, statements },
    inventory: await postgres(urls.postgres.inventory),
    payments: await postgres(urls.postgres.payments),
    metricsPorts: (await processesOf(pid)).flatMap(({ name: service, port }) =>
      port === undefined || service === 'gateway' ? [] : [port],
    ),
    verify: (script: string) => verify(tree, dataDir, script),
  };
  const running = opened.move();
  return { ...shop, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** Starts a shop, works on it, and stops it. */
async function withRunning(tree: string, dataDir: string, work: (dataDir: string) => Promise<void>) {
  const { child } = await start(tree, dataDir);
  try {
    await work(dataDir);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Makes the server load pg_stat_statements, from its next start. */
async function preloadStatements(dataDir: string): Promise<void> {
  const { serverUrl } = await urlsOf(dataDir);
  const server = await connectPostgres({ url: serverUrl, name: 'bench', connections: 1 });
  try {
    await server.query("alter system set shared_preload_libraries = 'pg_stat_statements'");
  } finally {
    await server.end();
  }
}

async function urlsOf(dataDir: string): Promise<{ urls: DatabaseUrls; serverUrl: string }> {
  const json = async (file: string) => JSON.parse(await readFile(join(dataDir, file), 'utf8')) as unknown;
  const { databases } = (await json('running.json').catch((cause) => {
    throw new Error('The shop did not start.', { cause });
  })) as { databases: DatabaseUrls };
  const { postgresPassword } = (await json('secrets.json')) as { postgresPassword: string };
  const server = new URL(databases.postgres.inventory);
  server.username = 'postgres';
  server.password = postgresPassword;
  server.pathname = '/postgres';
  return { urls: databases, serverUrl: server.href };
}

async function verify(tree: string, dataDir: string, script: string): Promise<void> {
  const { scripts } = JSON.parse(await readFile(join(tree, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  // `node dev/src/onShop.ts …`
  const command = scripts[script]?.split(' ').slice(1) ?? [];
  await run(process.execPath, command, {
    cwd: tree,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    maxBuffer: 64 * 1024 * 1024,
  }).catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`${script}: ${`${stdout}${stderr}`.slice(0, 2_000)}`);
  });
}
