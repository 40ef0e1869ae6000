import { createTransport, type Transport } from '@holdfast/kit/transport';
import type { SubgraphAddress } from '../supergraph/load.ts';

/** Connections to one subgraph; more requests than that at once wait for one. */
const CONNECTIONS = 128;

/** HTTP to one subgraph. */
export function createSubgraphTransport({ name, url }: SubgraphAddress): Transport {
  return createTransport(name, url, CONNECTIONS);
}
