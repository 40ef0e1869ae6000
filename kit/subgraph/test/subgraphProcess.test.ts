import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { insertEvents, OUTBOX_TABLE } from '@holdfast/kit-events/outboxPostgres';
import { expect, test } from 'vitest';
import { change, collector, newId, openBus } from '../../events/test/support.ts';

/** Milliseconds, long enough for a busy machine. */
const SOON = { timeout: 30_000 };

async function startSample(env: Record<string, string>) {
  const { publicKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const child = fork(join(import.meta.dirname, 'sampleService.ts'), {
    env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', IDENTITY_TRUST: `a=${key}`, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exit = once(child, 'exit');
  const [message] = (await once(child, 'message')) as [{ type: string; url: string; message: string }];
  return {
    message,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      expect((await exit)[0]).toBe(message.type === 'ready' ? 0 : 1);
    },
  };
}

async function outboxDatabase() {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-sample-'));
  await writeFile(join(migrations, '0001_outbox.sql'), OUTBOX_TABLE);
  const postgres = await testPostgres(migrations);
  await rm(migrations, { recursive: true });
  return postgres;
}

test('a service starts and serves while the bus is down; its events arrive once the bus is up', async () => {
  await using postgres = await outboxDatabase();
  const { database, url } = postgres;
  const events = new URL(url);
  events.pathname += '_events';
  const name = events.pathname.slice(1);
  {
    await using sample = await startSample({ POSTGRES_URL: url, EVENTS_URL: events.href });
    const event = change(newId(), 'CONFIRMED');
    await insertEvents(database, [event]);
    expect(await (await fetch(sample.message.url)).text()).toBe('served');
    await database.query(`create database ${name}`);
    await using bus = await openBus(events.href);
    const got = collector();
    await bus.subscribe({ consumer: 'reports', types: ['OrderChanged'], handle: got.add });
    // The first event may have been published before the subscription.
    const later = change(newId(), 'SHIPPED');
    await insertEvents(database, [later]);
    await expect.poll(() => got.events.some(({ id }) => id === later.id), SOON).toBe(true);
    await expect.poll(async () => (await database.query('select from outbox')).rows.length, SOON).toBe(0);
  }
  await database.query(`drop database ${name} with (force)`);
});

test('a service with events requires EVENTS_URL', async () => {
  await using postgres = await outboxDatabase();
  await using sample = await startSample({ POSTGRES_URL: postgres.url });
  expect(sample.message).toEqual({
    type: 'failed',
    message: 'sample: Wrong settings: EVENTS_URL is not set.',
  });
});
