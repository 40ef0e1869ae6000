import type { Monotonic } from '@holdfast/kit-base/clock';
import type { SignIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { ConnectionPolicy } from '@holdfast/kit-http/connectionPolicy';
import type { Supergraph } from '../supergraph/load.ts';
import type { ObserveCall } from './call.ts';
import { createSubgraphClient, type SubgraphClient } from './client.ts';
import type { Timeouts } from './timeouts.ts';
import { createSubgraphTransport } from './transport.ts';

/** The clients of all subgraphs of one supergraph. Both executors use them. */
export interface SubgraphClients {
  /** @throws Error when the supergraph has no subgraph of that name. */
  get(name: string): SubgraphClient;
  readonly all: readonly SubgraphClient[];
  /**
   * Waits for the calls in flight. No call may be made afterwards, so call it only once the supergraph's last
   * operation has ended.
   */
  end(): Promise<void>;
}

export interface SubgraphClientsOptions {
  readonly supergraph: Pick<Supergraph, 'subgraphs'>;
  /** Vouches for the caller. Null sends the client's own `Authorization` instead of an identity. */
  readonly sign: SignIdentity | null;
  readonly timeouts: Timeouts;
  /** True when identical concurrent queries of one caller to a subgraph share one request. */
  readonly shareInFlight: boolean;
  /** How connections to each subgraph are kept; `DEFAULT_CONNECTION_POLICY` by default. */
  readonly subgraphConnections?: ConnectionPolicy | undefined;
  readonly observeCall?: ObserveCall | undefined;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Creates the clients. They open no connection before one is needed. */
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
