/** Wrong settings of `npm start` are reported before anything starts. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { checkBus } from '../src/checkBus.ts';
import { provisionMongo } from '../src/provision/mongo.ts';
import { provisionPostgres } from '../src/provision/postgres.ts';
import { checkSettings } from '../src/serviceSettings.ts';
import { FORWARDED, forwardedSettings } from '../src/settings.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

test('every wrong setting, of npm start and of all services, is named in one line', () => {
  const wrong = {
    PORT: 'four thousand',
    POSTGRES_URL: 'mysql://127.0.0.1',
    MUTATION_TIMEOUT_MS: 'fast',
    REQUEST_DEADLINE: '1000',
    ADDRESS_LIMIT_FACTOR: '0',
    PAYMENT_PROVIDER: 'http',
    STAFF_EMAILS: 'everybody',
  };
  expect(() => checkSettings(wrong)).toThrow(
    /^Wrong settings: PORT: .*; POSTGRES_URL: .*; ADDRESS_LIMIT_FACTOR: .*; REQUEST_DEADLINE: .*; PAYMENT_PROVIDER_URL is not set; PAYMENT_PROVIDER_KEY is not set; PAYMENT_WEBHOOK_SECRET is not set; STAFF_EMAILS: must be e-mail addresses separated by commas; MUTATION_TIMEOUT_MS: must be milliseconds, 1 to 999999\.$/,
  );
  expect(() => checkSettings({})).not.toThrow();
});

/** A host may have any name; the others count only with an external provider, as above. */
const ANY = ['METRICS_HOST', 'PAYMENT_PROVIDER_URL', 'PAYMENT_PROVIDER_KEY', 'PAYMENT_WEBHOOK_SECRET'];

test.each(
  Object.values(FORWARDED)
    .flat()
    .filter((name) => !ANY.includes(name)),
)('%s is checked', (name) => {
  expect(() => checkSettings({ [name]: '%' })).toThrow(`Wrong settings: ${name}: must be `);
});

test('a setting of a service goes to that service and no other', () => {
  const given = forwardedSettings({
    PAYMENT_PROVIDER: 'http',
    REQUEST_DEADLINE: '',
    HOME: '/root',
    CORS_ORIGINS: '*',
  });
  expect(given).toEqual({
    users: {},
    orders: {},
    payments: { PAYMENT_PROVIDER: 'http' },
    notifications: {},
    gateway: { CORS_ORIGINS: '*' },
  });
});

test('a wrong setting of a service ends npm start before anything starts', async () => {
  await using folder = await temporaryFolder();
  const env = { PATH: process.env['PATH'], DATA_DIR: join(folder.path, 'data'), MUTATION_TIMEOUT_MS: 'fast' };
  const started = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [output, [code]] = await Promise.all([text(started.stderr), once(started, 'exit')]);
  expect([code, output]).toEqual([
    1,
    'holdfast: Wrong settings: MUTATION_TIMEOUT_MS: must be milliseconds, 1 to 999999.\n',
  ]);
  expect(await readdir(folder.path)).toEqual([]);
});

test('an unreachable server is named as its operator knows it', async () => {
  await expect(provisionPostgres('postgres://me:secret@127.0.0.1:1/shop', {})).rejects.toThrow(
    'cannot use the PostgreSQL database shop at 127.0.0.1:1 (ECONNREFUSED); start it, or correct POSTGRES_URL.',
  );
  await expect(
    provisionMongo('mongodb://me:secret@127.0.0.1:1/?serverSelectionTimeoutMS=1', { users: 'x' }),
  ).rejects.toThrow(
    /^cannot set up MongoDB at 127\.0\.0\.1:1 \(.*ECONNREFUSED.*\); .*correct MONGODB_URL\.$/,
  );
  await expect(checkBus('nats://127.0.0.1:1')).rejects.toThrow(
    /^the event bus: cannot use NATS JetStream at 127\.0\.0\.1:1 \(.*\); start it, or correct EVENTS_URL of npm start\.$/,
  );
  await expect(checkBus('postgres://me:secret@127.0.0.1:1/events')).rejects.toThrow(
    /^the event bus: cannot use the PostgreSQL database events at 127\.0\.0\.1:1 \(ECONNREFUSED\); start it, or correct EVENTS_URL of npm start\.$/,
  );
});
