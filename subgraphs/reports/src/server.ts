import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { resolvers } from './resolvers.ts';
import { addLagGauges } from './status/lagGauges.ts';

export const MIGRATIONS = join(import.meta.dirname, '../migrations');

export interface ReportsOptions {
  /** Must be migrated. */
  readonly database: Postgres;
  readonly verifyIdentity: VerifyIdentity;
  readonly log: Log;
  /** Served at /metrics. Defaults to the metrics that every process has. */
  readonly metrics?: Registry;
  /** Rejects while the service receives no events. Readiness ignores it: old reports are better than none. */
  readonly consuming: () => Promise<void>;
}

/** Creates the server of the reports subgraph; it does not listen yet. */
export async function createReports(options: ReportsOptions): Promise<SubgraphServer> {
  const { database, verifyIdentity, log, consuming } = options;
  const metrics = options.metrics ?? createMetrics('reports');
  addLagGauges(metrics, options);
  return createSubgraphServer({
    name: 'reports',
    typeDefs: parse(await readFile(join(import.meta.dirname, '../schema.graphql'), 'utf8')),
    resolvers,
    context: (identity) => ({ identity, deps: { database }, consuming }),
    verifyIdentity,
    health: { postgres: database.check },
    metrics,
    log,
  });
}
