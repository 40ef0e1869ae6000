import { testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { createReports, MIGRATIONS } from '../../src/server.ts';

/** Milliseconds: enough for a busy machine. */
export const SOON = { timeout: 30_000 };

export const clock = () => new Date();
export const STAFF = { service: 'gateway', user: { id: newUuid(), roles: ['STAFF'] as const } } as const;

export type TestReports = Awaited<ReturnType<typeof testReports>>;

/** Starts the reports on their own database; tests query them over HTTP. */
export async function testReports(consuming: () => Promise<void> = async () => {}) {
  const postgres = await testPostgres(MIGRATIONS);
  const { database } = postgres;
  const identities = testIdentities(clock);
  const server = await createReports({
    database,
    verifyIdentity: identities.verify,
    log: silentLog,
    consuming,
  });
  const client = await testClient(server, identities);
  return {
    database,
    deps: { database, clock, newId: newUuid },
    url: client.url,
    as: client.as,
    staff: client.as(STAFF),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
}

export async function openBus(url: string) {
  const retry = { attempts: 20, base: 5, max: 20, random: () => 1 };
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  return { ...bus, [Symbol.asyncDispose]: bus.stop };
}
