import { postgresUrl } from '@holdfast/kit-base/env';
import { repeat } from '@holdfast/kit-base/repeat';
import { createPostgresOutbox } from '@holdfast/kit-events/outboxPostgres';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { raiseDueAlarms } from './lowStock/raiseDueAlarms.ts';
import { expireDueReservations } from './reservations/expiry/expireDueReservations.ts';
import { createInventory, MIGRATIONS } from './server.ts';

/** Milliseconds between two sweeps of due reservations and due low-stock alarms. */
const SWEEP_INTERVAL = 1_000;

await runSubgraph('inventory', { POSTGRES_URL: postgresUrl }, async ({ settings, ...base }) => {
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'inventory',
    connections: 20,
    metrics: base.metrics,
  });
  await migrate(database, MIGRATIONS);
  const options = { ...base, database };
  const sweep = async () => {
    const expired = await expireDueReservations(options);
    if (expired > 0) base.log.info({ expired }, 'reservations expired');
    await raiseDueAlarms(options);
  };
  const server = await createInventory(options);
  const sweeper = repeat(sweep, SWEEP_INTERVAL, (err) =>
    base.log.error({ err }, 'a sweep of expired reservations and low stock failed'),
  );
  return {
    server,
    outbox: createPostgresOutbox(database),
    stop: async () => {
      await sweeper.stop();
      await database.end();
    },
  };
});
