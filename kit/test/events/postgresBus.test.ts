import { randomUUID } from 'node:crypto';
import { connectPostgres } from '@holdfast/kit/postgres';
import { describe, expect, test } from 'vitest';
import { type BusServer, busContract } from './busContract.ts';
import { openBus } from './support.ts';

async function startServer(): Promise<BusServer> {
  const url = new URL(process.env['POSTGRES_URL'] ?? '');
  const admin = await connectPostgres({ url: url.href, name: 'tests', connections: 1 });
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin.query(`create database ${name}`);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    restart: async () => {
      await admin.query(`alter database ${name} allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      await admin.query('select pg_sleep(1.5)');
      await admin.query(`alter database ${name} allow_connections true`);
    },
    [Symbol.asyncDispose]: async () => {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

describe('the bus on PostgreSQL', () => {
  busContract(startServer);

  test('a server that is not there is one line', async () => {
    await expect(openBus('postgres://a:b@127.0.0.1:1/events')).rejects.toThrow(
      /^the event bus: cannot use the PostgreSQL database events at 127\.0\.0\.1:1 \(ECONNREFUSED\); start it, or correct EVENTS_URL of tests\.$/,
    );
  });
});
