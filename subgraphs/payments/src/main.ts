import { join } from 'node:path';
import { postgresUrl, readEnv, subgraphSettings } from '@holdfast/kit/env';
import { createIdentityVerifier } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { migrate } from '@holdfast/kit/migrate';
import { connectPostgres } from '@holdfast/kit/postgres';
import { z } from 'zod';
import { createPayments } from './server.ts';

const settingsSchema = z.object({
  ...subgraphSettings,
  POSTGRES_URL: postgresUrl,
  DEMO_TOP_UP: z.enum(['true', 'false'], 'must be true or false').default('false'),
});

await runProcess('payments', async (setLog) => {
  const settings = readEnv(settingsSchema, process.env);
  const log = createLog('payments', settings.LOG_LEVEL);
  setLog(log);
  const clock = () => new Date();
  const verifyIdentity = createIdentityVerifier(settings.IDENTITY_TRUST, clock);
  const database = await connectPostgres({ url: settings.POSTGRES_URL, name: 'payments' });
  const applied = await migrate(database, join(import.meta.dirname, '../migrations'));
  if (applied > 0) log.info({ applied }, 'migrated the database');
  const demoTopUp = settings.DEMO_TOP_UP === 'true';
  const server = await createPayments({ database, clock, newId: newUuid, log, verifyIdentity, demoTopUp });
  const url = await server.listen({ host: settings.HOST, port: settings.PORT });
  return {
    url,
    async stop() {
      await server.close();
      await database.end();
    },
  };
});
