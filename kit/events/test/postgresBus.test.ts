import { describe, expect, test } from 'vitest';
import { emptyPostgres } from '../../../dev/src/testing/postgres.ts';
import { type BusServer, busContract } from './busContract.ts';
import { openBus } from './support.ts';

async function startServer(): Promise<BusServer> {
  const { url, name, admin, ...database } = await emptyPostgres();
  return {
    url,
    restart: async () => {
      await admin.query(`alter database ${name} allow_connections false`);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      await admin.query('select pg_sleep(1.5)');
      await admin.query(`alter database ${name} allow_connections true`);
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

describe('the bus on PostgreSQL', () => {
  busContract(startServer);

  test('an unreachable server is reported in one line', async () => {
    await expect(openBus('postgres://a:b@127.0.0.1:1/events')).rejects.toThrow(
      /^the event bus: cannot use the PostgreSQL database events at 127\.0\.0\.1:1 \(ECONNREFUSED\); start it, or correct EVENTS_URL of tests\.$/,
    );
  });
});
