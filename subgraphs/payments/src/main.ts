import { join } from 'node:path';
import { postgresUrl } from '@holdfast/kit/env';
import { migrate } from '@holdfast/kit/migrate';
import { connectPostgres } from '@holdfast/kit/postgres';
import { runSubgraph } from '@holdfast/kit/subgraphProcess';
import { z } from 'zod';
import { createPayments } from './server.ts';

const ownSettings = {
  POSTGRES_URL: postgresUrl,
  DEMO_TOP_UP: z.enum(['true', 'false'], 'must be true or false').default('false'),
};

await runSubgraph('payments', ownSettings, async ({ settings, ...base }) => {
  const database = await connectPostgres({ url: settings.POSTGRES_URL, name: 'payments' });
  await migrate(database, join(import.meta.dirname, '../migrations'));
  const demoTopUp = settings.DEMO_TOP_UP === 'true';
  return { server: await createPayments({ ...base, database, demoTopUp }), stop: () => database.end() };
});
