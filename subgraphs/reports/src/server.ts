import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import type { Dependencies } from './dependencies.ts';
import { addLagGauges } from './metrics.ts';
import { resolvers } from './resolvers.ts';

export const MIGRATIONS = join(import.meta.dirname, '../migrations');

export interface ReportsOptions extends Pick<Dependencies, 'database'> {
  readonly verifyIdentity: VerifyIdentity;
  readonly log: Log;
  /** Shown at /metrics; by default what every process has. */
  readonly metrics?: Registry;
  /** Rejects while no events come. Not a part of being ready: old reports are better than none. */
  readonly consuming: () => Promise<void>;
}

/** The reports subgraph on a database that is migrated already. */
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
