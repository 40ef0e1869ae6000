import type { Monotonic } from '@holdfast/kit/clock';
import type { SignIdentity } from '@holdfast/kit/identity';
import type { Log } from '@holdfast/kit/log';
import type { Supergraph } from '../supergraph/load.ts';
import { createSubgraphClient, type SubgraphClient } from './client.ts';
import type { Timeouts } from './timeouts.ts';
import { createSubgraphTransport } from './transport.ts';

/** The clients of all subgraphs of one supergraph; both executors call them. */
export interface SubgraphClients {
  /** @throws Error for a name that the supergraph does not have. */
  get(name: string): SubgraphClient;
  readonly all: readonly SubgraphClient[];
  /** Waits for what was asked. Nothing may be asked any more: so only when the last operation on the supergraph has ended. */
  end(): Promise<void>;
}

export interface SubgraphClientsOptions {
  readonly supergraph: Pick<Supergraph, 'subgraphs'>;
  /** Vouches for the caller. Null sends no identity, but the client's own `Authorization`. */
  readonly sign: SignIdentity | null;
  readonly timeouts: Timeouts;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Opens no connection before one is needed. */
export function createSubgraphClients({ supergraph, ...options }: SubgraphClientsOptions): SubgraphClients {
  const opened = supergraph.subgraphs.map((subgraph) => {
    const transport = createSubgraphTransport(subgraph);
    return { transport, client: createSubgraphClient({ ...options, name: subgraph.name, transport }) };
  });
  const byName = new Map(opened.map(({ client }) => [client.name, client]));
  return {
    get(name) {
      const client = byName.get(name);
      if (!client) throw new Error(`There is no subgraph ${name}.`);
      return client;
    },
    all: opened.map(({ client }) => client),
    end: async () => {
      await Promise.all(opened.map(({ transport }) => transport.end()));
    },
  };
}
