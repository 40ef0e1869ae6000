/** The process as an operator sees it: its settings, its health and its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { programOf } from '@holdfast/dev/testing/program';
import { expect, test } from 'vitest';
import { freePort } from '../../../dev/src/ports.ts';
import { buildOrderConfirmed } from './builders.ts';
import { smtpServer } from './support/smtpServer.ts';
import { tcpRelay } from './support/tcpRelay.ts';
import { openBus, temporaryFolder, testDatabase } from './support/worker.ts';

const PROGRAM = await programOf('notifications');

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [...PROGRAM.execArgv, PROGRAM.file], {
    env: { ...PROGRAM.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => output,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    /** Waits until the process has printed this. */
    printed: async (text: string) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null)
          throw new Error(`The process ended before it printed "${text}": ${output}`);
        await delay(20);
      }
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Valid settings, with addresses at which nothing answers. */
const VALID = {
  PORT: '0',
  POSTGRES_URL: 'postgres://nobody@127.0.0.1:1/notifications',
  EVENTS_URL: 'postgres://nobody@127.0.0.1:1/events',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'Holdfast <shop@shop.example>',
  STAFF_EMAILS: 'staff@shop.example, store@shop.example',
  SHOP_URL: 'https://shop.example',
};

const URLS = 'must be a URL that starts with';

test.each([
  ['SMTP_URL', 'mail.example:25', `SMTP_URL: ${URLS} smtp:// or smtps://`],
  ['SMTP_URL', 'http://me:secret@mail.example', `SMTP_URL: ${URLS} smtp:// or smtps://`],
  ['SMTP_URL', 'smtp://', 'SMTP_URL: names no mail server'],
  ['MAIL_FROM', 'nobody', 'MAIL_FROM: must be an address, such as Holdfast <shop@example.com>'],
  ['MAIL_FROM', '', 'MAIL_FROM is not set'],
  ['STAFF_EMAILS', 'staff@shop.example;store@shop.example', 'STAFF_EMAILS'],
  ['STAFF_EMAILS', '', 'STAFF_EMAILS is not set'],
  ['SHOP_URL', 'shop.example', `SHOP_URL: ${URLS} http:// or https://`],
  ['POSTGRES_URL', VALID.POSTGRES_URL, 'cannot use the PostgreSQL database notifications at 127.0.0.1:1'],
])('%s=%s is one clear error', async (name, value, line) => {
  await using worker = start({ ...VALID, [name]: value });
  expect(await worker.ended).toBe(1);
  expect(worker.output()).toMatch(/^notifications: [^\n]*\n$/);
  expect(worker.output()).toContain(line);
  expect(worker.output()).not.toContain('secret');
});

test('a folder for mails that cannot be created is one clear error', async () => {
  await using worker = start({ ...VALID, SMTP_URL: '', DATA_DIR: '/dev/null' });
  expect(await worker.ended).toBe(1);
  expect(worker.output()).toMatch(/^notifications: cannot create the folder for mails [^\n]*\n$/);
});

test('starts and logs while bus and mail server are down; becomes ready and sends once they are up', async () => {
  await using postgres = await testDatabase();
  await using events = await emptyPostgres();
  await using smtp = await smtpServer();
  await smtp.down();
  const port = await freePort();
  const url = new URL(events.url);
  // Nothing listens there until the relay below does.
  await using relay = tcpRelay(Number(url.port), await freePort());
  url.port = String(relay.port);
  await using worker = start({
    ...VALID,
    PORT: String(port),
    POSTGRES_URL: postgres.url,
    EVENTS_URL: url.href,
    SMTP_URL: smtp.url,
  });
  await worker.printed('"ready"');
  await worker.printed('events cannot be received now; retrying');
  await worker.printed('mails cannot be sent now; they wait');
  const ready = () => fetch(`http://127.0.0.1:${port}/health/ready`);
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  expect((await ready()).status).toBe(503);
  expect(await (await ready()).json()).toEqual({
    status: 'unavailable',
    checks: { database: 'ok', events: 'unavailable' },
  });
  await relay.open();
  await expect.poll(async () => (await ready()).status, { timeout: 30_000 }).toBe(200);
  await smtp.up();
  const bus = await openBus(events.url);
  await bus.publish([buildOrderConfirmed()]);
  await bus.stop();
  await smtp.count(1);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toContain('process_cpu_seconds_total{service="notifications"}');
  expect(await worker.stop()).toBe(0);
  expect(worker.output()).not.toMatch(/ada@customers\.example|"level":"error"/);
});

test('without a mail server, mails are files below the data folder', async () => {
  await using postgres = await testDatabase();
  await using events = await emptyPostgres();
  await using folder = await temporaryFolder();
  await using worker = start({
    ...VALID,
    POSTGRES_URL: postgres.url,
    EVENTS_URL: events.url,
    SMTP_URL: '',
    DATA_DIR: folder.path,
  });
  await worker.printed('"ready"');
  const event = buildOrderConfirmed();
  const bus = await openBus(events.url);
  await bus.publish([event]);
  await bus.stop();
  const files = () => readdir(join(folder.path, 'mail'));
  await expect.poll(files, { timeout: 30_000 }).toEqual([expect.stringContaining(`_${event.id}.eml`)]);
  expect(await worker.stop()).toBe(0);
});
