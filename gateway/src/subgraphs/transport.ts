import { createTransport, type Transport } from '@holdfast/kit/transport';
import type { SubgraphAddress } from '../supergraph/load.ts';
import { createHttp1Transport } from './http1/transport.ts';

/** Connections to one subgraph; more requests than that at once wait for one. */
const CONNECTIONS = 128;

/** HTTP to one subgraph: by our own client where nothing is encrypted, by undici where it is. */
export function createSubgraphTransport({ name, url }: SubgraphAddress): Transport {
  const create = new URL(url).protocol === 'http:' ? createHttp1Transport : createTransport;
  return create(name, url, CONNECTIONS);
}
