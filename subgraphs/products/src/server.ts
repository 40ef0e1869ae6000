import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Mongo } from '@holdfast/kit-mongo/mongo';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { createContext } from './context.ts';
import { collectionsOf } from './database/collections.ts';
import { resolvers } from './resolvers.ts';

export interface ProductsOptions {
  readonly database: Pick<Mongo, 'db' | 'check'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly verifyIdentity: VerifyIdentity;
  /** Served at /metrics. The default has the metrics of every process. */
  readonly metrics?: Registry;
}

const SCHEMA = join(import.meta.dirname, '../schema.graphql');

/** Creates the products subgraph on a database that has its indexes. The server does not listen yet. */
export async function createProducts(options: ProductsOptions): Promise<SubgraphServer> {
  const { database, clock, newId, log, verifyIdentity } = options;
  const dependencies = { ...collectionsOf(database.db), clock, newId };
  return createSubgraphServer({
    name: 'products',
    typeDefs: parse(await readFile(SCHEMA, 'utf8')),
    resolvers,
    context: (identity) => createContext(dependencies, identity),
    verifyIdentity,
    health: { mongodb: () => database.check() },
    ...(options.metrics && { metrics: options.metrics }),
    log,
  });
}
