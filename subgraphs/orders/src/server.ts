import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit/identity';
import { createSubgraphServer, type HttpServer } from '@holdfast/kit/server';
import { parse } from 'graphql';
import { createContext } from './context.ts';
import type { Dependencies } from './dependencies.ts';
import { resolvers } from './resolvers.ts';

export interface OrdersOptions extends Dependencies {
  readonly verifyIdentity: VerifyIdentity;
  /** Rejects when the database does not answer. */
  readonly check: () => Promise<void>;
}

/** The orders subgraph on a collection that has its indexes already. */
export async function createOrders(options: OrdersOptions): Promise<HttpServer> {
  return createSubgraphServer({
    name: 'orders',
    typeDefs: parse(await readFile(join(import.meta.dirname, '../schema.graphql'), 'utf8')),
    resolvers,
    context: (identity) => createContext(options, identity),
    verifyIdentity: options.verifyIdentity,
    health: { mongodb: options.check },
    log: options.log,
  });
}
