import type { ConnectionPolicy } from '@holdfast/kit-http/connectionPolicy';
import type { Transport } from '@holdfast/kit-http/transport';
import { createUndiciTransport } from '@holdfast/kit-http/undiciTransport';
import type { SubgraphAddress } from '../supergraph/load.ts';
import { DEFAULT_CONNECTION_POLICY } from './connectionPolicy.ts';
import { createHttp1Transport } from './http1/transport.ts';

/** Creates the HTTP transport to one subgraph: our own client for `http:`, undici for anything encrypted. */
export function createSubgraphTransport(
  { name, url }: SubgraphAddress,
  policy: ConnectionPolicy = DEFAULT_CONNECTION_POLICY,
): Transport {
  const create = new URL(url).protocol === 'http:' ? createHttp1Transport : createUndiciTransport;
  return create(name, url, policy);
}
