import { join } from 'node:path';
import { postgresUrl } from '@holdfast/kit/env';
import { createPostgresOutbox } from '@holdfast/kit/events/outboxPostgres';
import { migrate } from '@holdfast/kit/migrate';
import { connectPostgres } from '@holdfast/kit/postgres';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { z } from 'zod';
import { providerSettings, readProviderSettings } from './provider/settings.ts';
import { createPayments } from './server.ts';

const ownSettings = {
  POSTGRES_URL: postgresUrl,
  DEMO_TOP_UP: z.enum(['true', 'false'], 'must be true or false').default('false'),
  ...providerSettings,
};

await runSubgraph('payments', ownSettings, async ({ settings, ...base }) => {
  const external = readProviderSettings(settings);
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'payments',
    metrics: base.metrics,
  });
  await migrate(database, join(import.meta.dirname, '../migrations'));
  const demoTopUp = settings.DEMO_TOP_UP === 'true';
  const server = await createPayments({ ...base, database, demoTopUp, external });
  return { server, outbox: createPostgresOutbox(database), stop: () => database.end() };
});
