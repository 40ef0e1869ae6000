import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { createContext } from './context.ts';
import type { Dependencies } from './dependencies.ts';
import { createCommandQueue } from './reservations/commandQueue/commandQueue.ts';
import { resolvers } from './resolvers.ts';

export const MIGRATIONS = join(import.meta.dirname, '../migrations');

export interface InventoryOptions extends Dependencies {
  readonly verifyIdentity: VerifyIdentity;
  /** Served at /metrics. Default: the metrics that every process has. */
  readonly metrics?: Registry;
  readonly log: Log;
}

/** Creates the inventory subgraph on a migrated database. */
export async function createInventory(options: InventoryOptions): Promise<SubgraphServer> {
  const { database, verifyIdentity, log } = options;
  const queue = createCommandQueue(options);
  return createSubgraphServer({
    name: 'inventory',
    typeDefs: parse(await readFile(join(import.meta.dirname, '../schema.graphql'), 'utf8')),
    resolvers,
    context: (identity) => createContext(options, queue, identity),
    verifyIdentity,
    health: { postgres: database.check },
    ...(options.metrics && { metrics: options.metrics }),
    log,
  });
}
