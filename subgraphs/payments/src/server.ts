import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { type Context, createContext } from './context.ts';
import type { TransactionalDependencies } from './ledger/dependencies.ts';
import { createProvider } from './provider/createProvider.ts';
import type { HttpSettings } from './provider/settings.ts';
import { resolvers } from './resolvers.ts';

export interface PaymentsOptions extends TransactionalDependencies {
  /** Migrated; the caller closes it after the server. */
  readonly database: Postgres;
  readonly verifyIdentity: VerifyIdentity;
  /** Exposed at /metrics; by default the metrics of every process. */
  readonly metrics?: Registry;
  readonly log: Log;
  /** The external provider that holds the money; null when the wallets do. */
  readonly external: HttpSettings | null;
  /** True when every user may top up their own wallet. */
  readonly demoTopUp: boolean;
}

/** Creates the payments subgraph, which does not listen yet. */
export async function createPayments(options: PaymentsOptions): Promise<SubgraphServer> {
  const { database, clock, newId, demoTopUp, verifyIdentity, external, log } = options;
  const { provider, webhooks, end } = createProvider({ database, clock, newId }, external);
  const schema = await readFile(join(import.meta.dirname, '../schema.graphql'), 'utf8');
  const server = await createSubgraphServer<Context>({
    name: 'payments',
    typeDefs: parse(schema),
    resolvers,
    context: (identity) => createContext({ database, clock, newId, demoTopUp }, provider, identity),
    verifyIdentity,
    health: { database: () => database.check() },
    webhooks,
    ...(options.metrics && { metrics: options.metrics }),
    log,
  });
  return {
    ...server,
    close: async () => {
      await server.close();
      await end();
    },
  };
}
