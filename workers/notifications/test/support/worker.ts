import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestPostgres, testPostgres } from '@holdfast/dev/testing/postgres';
import { type Log, silentLog } from '@holdfast/kit-base/log';
import type { EventBus } from '@holdfast/kit-events/bus';
import { connectBus } from '@holdfast/kit-events/connectBus';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Mailer } from '../../src/mailer/mailer.ts';
import { createNotifications } from '../../src/notifications.ts';
import { clock, newId, SETTINGS } from '../builders.ts';

/** Creates a folder that is removed on disposal. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-mail-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export function testDatabase(): Promise<TestPostgres> {
  return testPostgres(join(import.meta.dirname, '../../migrations'));
}

/** Opens a bus with that many attempts, and with pauses too short to slow a test down. */
export function openBus(url: string, attempts = 200): Promise<EventBus> {
  const retry = { attempts, base: 20, max: 50, random: () => 1 };
  return connectBus({ url, name: 'tests', log: silentLog, newId, retry });
}

/** Starts the worker, which stops on disposal, with a bus to publish to it. */
export async function startWorker(options: {
  url: string;
  database: Postgres;
  mailer: Mailer;
  attempts?: number;
  log?: Log;
}) {
  const { url, database, mailer, attempts, log = silentLog } = options;
  const notifications = await createNotifications({
    connect: () => openBus(url, attempts),
    database,
    mailer,
    clock,
    log,
    ...SETTINGS,
  });
  const bus = await openBus(url);
  return {
    ...notifications,
    bus,
    async [Symbol.asyncDispose]() {
      await notifications.stop();
      await bus.stop();
      await mailer.close();
    },
  };
}
