import { postgresUrl } from '@holdfast/kit-base/env';
import { createPostgresOutbox } from '@holdfast/kit-events/outboxPostgres';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { createInventory, MIGRATIONS } from './server.ts';
import { startSweeping } from './sweep.ts';

await runSubgraph('inventory', { POSTGRES_URL: postgresUrl }, async ({ settings, ...base }) => {
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'inventory',
    connections: 20,
    metrics: base.metrics,
  });
  await migrate(database, MIGRATIONS);
  const options = { ...base, database };
  const server = await createInventory(options);
  const sweeper = startSweeping(options);
  return {
    server,
    outbox: createPostgresOutbox(database),
    stop: async () => {
      await sweeper.stop();
      await database.end();
    },
  };
});
