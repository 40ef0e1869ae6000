import { join } from 'node:path';
import { createPostgresOutbox } from '@holdfast/kit-events/outboxPostgres';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { readProviderSettings } from './provider/settings.ts';
import { createPayments } from './server.ts';
import { paymentsSettings } from './settings.ts';

/** Milliseconds. Every event is written for a request. */
const QUIET_POLL = 5_000;

await runSubgraph('payments', paymentsSettings, async ({ settings, ...base }) => {
  const external = readProviderSettings(settings);
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'payments',
    metrics: base.metrics,
  });
  await migrate(database, join(import.meta.dirname, '../migrations'));
  const outbox = createPostgresOutbox(database, { quietPoll: QUIET_POLL });
  const demoTopUp = settings.DEMO_TOP_UP === 'true';
  const server = await createPayments({ ...base, database, demoTopUp, external });
  return { server, outbox, stop: () => database.end() };
});
