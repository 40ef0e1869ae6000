/** Starts the databases that the tests use, once for a whole run; each test makes its own database in them. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../ports.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { makeTestFolder } from './testFolder.ts';

/** Called by vitest before the first test; what it returns is called after the last one. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await makeTestFolder();
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  // What the tests write goes there too, and is gone with it.
  process.env['TMPDIR'] = temporary;
  // Programs are started hundreds of times: what Node compiled for one is there for the next. Nothing outlives the run.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled');
  process.env['FIRST_DATA'] = join(folder, 'first-data');
  const stops: (() => Promise<void>)[] = [];
  if (!process.env['POSTGRES_URL']) stops.push(await startPostgres(folder));
  if (!process.env['MONGODB_URL']) stops.push(await startMongo(folder));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    // A program that is just ending may write there what Node compiled for it.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
}

async function startPostgres(folder: string): Promise<() => Promise<void>> {
  const postgres = await startEmbeddedPostgres({
    folder: join(folder, 'postgres'),
    port: await freePort(),
    password: 'test',
    // The machine is not expected to lose its power during a test; a killed process loses nothing without fsync.
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
