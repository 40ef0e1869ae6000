import type { Monotonic } from '@holdfast/kit-base/clock';
import type { SignIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Keeping } from '@holdfast/kit-http/keeping';
import type { Supergraph } from '../supergraph/load.ts';
import type { ObserveCall } from './call.ts';
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
  /** Whether the same queries of one caller to a subgraph, at one time, are one request. */
  readonly shareInFlight: boolean;
  /** How connections to each of them are kept; `DEFAULT_KEEPING` by default. */
  readonly subgraphConnections?: Keeping | undefined;
  readonly observeCall?: ObserveCall | undefined;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Opens no connection before one is needed. */
export function createSubgraphClients(options: SubgraphClientsOptions): SubgraphClients {
  const { supergraph, sign, timeouts, shareInFlight, observeCall: observe, now, log } = options;
  const clients = new Map<string, SubgraphClient>();
  // A mutation in one subgraph may change what another answers.
  const onMutated = () => {
    for (const client of clients.values()) client.outdate();
  };
  for (const subgraph of supergraph.subgraphs) {
    const client = createSubgraphClient({
      name: subgraph.name,
      transport: createSubgraphTransport(subgraph, options.subgraphConnections),
      sign,
      timeouts: { ...timeouts, query: subgraph.timeout ?? timeouts.query },
      shareInFlight,
      onMutated,
      observe,
      now,
      log,
    });
    clients.set(client.name, client);
  }
  return {
    get(name) {
      const client = clients.get(name);
      if (!client) throw new Error(`There is no subgraph ${name}.`);
      return client;
    },
    all: [...clients.values()],
    end: async () => {
      await Promise.all([...clients.values()].map((client) => client.end()));
    },
  };
}
