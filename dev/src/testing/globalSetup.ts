/** Starts the databases of the tests once for a whole run; each test creates its own database in them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { ROOT } from '../services.ts';
import { makeTestFolder } from './testFolder.ts';

/** Runs before the first test; vitest calls the function that it returns after the last one. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await makeTestFolder();
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  // The tests' own files go there too and are removed with it.
  process.env['TMPDIR'] = temporary;
  // Programs are started hundreds of times and share Node's compile cache. It is kept for the next run, which
  // compiles only what has changed.
  process.env['NODE_COMPILE_CACHE'] = join(ROOT, 'node_modules/.cache/holdfast-compiled');
  process.env['FIRST_DATA'] = join(folder, 'first-data');
  const stops: (() => Promise<void>)[] = [];
  if (!process.env['POSTGRES_URL']) stops.push(await startPostgres(folder));
  if (!process.env['MONGODB_URL']) stops.push(await startMongo(folder));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    // A program that is just ending may still write its log.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}

async function startPostgres(folder: string): Promise<() => Promise<void>> {
  const postgres = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    port: await freePort(),
    password: 'test',
    // Only a power cut could lose data without fsync; a killed process does not.
    settings: { fsync: 'off', max_connections: '400' },
  });
  process.env['POSTGRES_URL'] = postgres.url;
  process.env['POSTGRES_IMPLEMENTATION'] = 'embedded';
  return async () => {
    delete process.env['POSTGRES_URL'];
    delete process.env['POSTGRES_IMPLEMENTATION'];
    await postgres.stop();
  };
}

async function startMongo(folder: string): Promise<() => Promise<void>> {
  const port = await freePort();
  const server = { name: 'test', file: join(folder, 'mongo.sqlite'), port, user: 'test', password: 'test' };
  const mongo = fork(join(import.meta.dirname, '../mongo/main.ts'), {
    env: { ...process.env, MONGO_SERVER: JSON.stringify(server) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(mongo, 'message'),
    once(mongo, 'exit').then(() => Promise.reject(new Error('The embedded MongoDB did not start.'))),
  ]);
  process.env['MONGODB_URL'] = `mongodb://test:test@127.0.0.1:${port}/?authSource=admin`;
  return async () => {
    delete process.env['MONGODB_URL'];
    mongo.kill('SIGTERM');
    await once(mongo, 'exit');
  };
}
