import { postgresUrl, readEnv, subgraphSettings } from '@holdfast/kit/env';
import { createIdentityVerifier } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { migrate } from '@holdfast/kit/migrate';
import { connectPostgres } from '@holdfast/kit/postgres';
import { repeat } from '@holdfast/kit/repeat';
import { z } from 'zod';
import { expireDueReservations } from './expireDueReservations.ts';
import { createInventory, MIGRATIONS } from './server.ts';

/** Milliseconds between two sweeps of expired reservations. */
const SWEEP_INTERVAL = 1_000;

await runProcess('inventory', async (setLog) => {
  const settings = readEnv(z.object({ ...subgraphSettings, POSTGRES_URL: postgresUrl }), process.env);
  const log = createLog('inventory', settings.LOG_LEVEL);
  setLog(log);
  const clock = () => new Date();
  const verifyIdentity = createIdentityVerifier(settings.IDENTITY_TRUST, clock);
  const database = await connectPostgres({ url: settings.POSTGRES_URL, name: 'inventory', connections: 20 });
  await migrate(database, MIGRATIONS);
  const deps = { database, clock, newId: newUuid };
  const server = await createInventory({ ...deps, verifyIdentity, log });
  const url = await server.listen({ host: settings.HOST, port: settings.PORT });
  const sweep = async () => {
    const expired = await expireDueReservations(deps);
    if (expired > 0) log.info({ expired }, 'reservations expired');
  };
  const sweeper = repeat(sweep, SWEEP_INTERVAL, (err) =>
    log.error({ err }, 'a sweep of expired reservations failed'),
  );
  return {
    url,
    stop: async () => {
      await server.close();
      await sweeper.stop();
      await database.end();
    },
  };
});
