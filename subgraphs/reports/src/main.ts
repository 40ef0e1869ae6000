import { eventsUrl, postgresUrl } from '@holdfast/kit-base/env';
import { repeat } from '@holdfast/kit-base/repeat';
import { connectProcessBus } from '@holdfast/kit-events/connectBus';
import { startConsumer } from '@holdfast/kit-events/consumer';
import { forgetConsumed } from '@holdfast/kit-events/oncePostgres';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { runSubgraph } from '@holdfast/kit-subgraph/subgraphProcess';
import { subscription } from './consumer.ts';
import { createReports, MIGRATIONS } from './server.ts';

const HOUR = 3_600_000;
/** Milliseconds: longer than a dead letter may wait before an operator resends it. */
const REMEMBERED = 90 * 24 * HOUR;

const ownSettings = { POSTGRES_URL: postgresUrl, EVENTS_URL: eventsUrl };

await runSubgraph('reports', ownSettings, async ({ settings, ...base }) => {
  const { log, clock, metrics } = base;
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'reports',
    connections: 20,
    metrics,
  });
  await migrate(database, MIGRATIONS);
  const url = settings.EVENTS_URL;
  const consumer = await startConsumer({
    consumer: { subscription: subscription({ database, clock }) },
    connect: () => connectProcessBus({ url, name: 'reports', log }),
    log,
    metrics,
  });
  const forgetting = repeat(
    () => forgetConsumed(database, new Date(clock().getTime() - REMEMBERED)),
    HOUR,
    (err) => log.error({ err }, 'old events could not be forgotten'),
  );
  return {
    server: await createReports({ ...base, database, consuming: consumer.check }),
    stop: async () => {
      await Promise.all([consumer.stop(), forgetting.stop()]);
      await database.end();
    },
  };
});
