/** Runs `npm run events:dead` as an operator does. */
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { ROOT } from '../src/services.ts';
import { emptyPostgres } from '../src/testing/postgres.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const execute = promisify(execFile);

async function run(env: Record<string, string>, ...args: string[]): Promise<string> {
  const file = join(ROOT, 'dev/src/deadLetters.ts');
  const { stdout, stderr } = await execute(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'], ...env },
  }).catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

/** Connects a bus that makes an event a dead letter after one failed attempt. */
async function brokenBus() {
  const { url, ...database } = await emptyPostgres();
  const retry = { attempts: 1, random: () => 0 };
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  return {
    url,
    bus,
    async [Symbol.asyncDispose]() {
      await bus.stop();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('dead letters are listed, and sent again by id or all at once', async () => {
  await using broken = await brokenBus();
  const env = { EVENTS_URL: broken.url };
  expect(await run(env)).toBe('There are no dead letters.\n');
  const clock = () => new Date();
  const registered = () => {
    const data = { userId: newUuid(), email: 'ada@example.com', name: 'Ada' };
    return newEvent('UserRegistered', data, { clock, newId: newUuid });
  };
  let failures = 3;
  let handled = () => {};
  const allHandled = new Promise<void>((resolve) => {
    handled = resolve;
  });
  let left = 3;
  await broken.bus.subscribe({
    consumer: 'mail',
    types: ['UserRegistered'],
    handle: async () => {
      if (failures-- > 0) throw new Error('the mail server is down');
      if (--left === 0) handled();
    },
  });
  const resent: unknown[] = [];
  await broken.bus.subscribe({
    consumer: 'audit',
    types: ['DeadLetterResent'],
    handle: async ({ data }) => void resent.push(data),
  });
  await broken.bus.publish([registered(), registered(), registered()]);
  await expect.poll(async () => (await broken.bus.deadLetters.list()).length, { timeout: 30_000 }).toBe(3);

  const listed = await run(env);
  expect(
    listed.match(
      /mail {2}holdfast\.UserRegistered\.v1 of .*, tried 1 times\n {4}Error: the mail server is down/g,
    ),
  ).toHaveLength(3);
  expect(listed).toContain('3 dead letters.');
  const [id = ''] = listed.split(' ');
  expect(await run(env, 'resend', id)).toBe('Sent 1 again.\n');
  expect(await run(env, 'resend', id)).toBe(`Sent 0 again.\nevents: there is no dead letter ${id}.\n`);
  expect(await run(env, 'resend', '--all')).toBe('Sent 2 again.\n');
  await allHandled;
  const trace = { consumer: 'mail', eventType: 'holdfast.UserRegistered.v1', attempts: 1 };
  const actor = `operator:${userInfo().username}`;
  await expect
    .poll(() => resent, { timeout: 30_000 })
    .toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ ...trace, actor })));
  expect(await run(env)).toBe('There are no dead letters.\n');
});

test('each problem is reported in one line', async () => {
  await using folder = await temporaryFolder();
  const env = { DATA_DIR: folder.path };
  expect(await run(env)).toMatch(/^events: no shop runs on .*\n$/);
  expect(await run(env, 'resend')).toMatch(/^events: usage: .*\n$/);
  expect(await run({ EVENTS_URL: 'redis://a' })).toMatch(
    /^events: Wrong settings: EVENTS_URL: must be .*\n$/,
  );
});
