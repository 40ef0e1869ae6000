import type { Keeping } from '@holdfast/kit-http/keeping';
import { createTransport, type Transport } from '@holdfast/kit-http/transport';
import type { SubgraphAddress } from '../supergraph/load.ts';
import { createHttp1Transport } from './http1/transport.ts';
import { DEFAULT_KEEPING } from './keeping.ts';

/** Creates the HTTP transport to one subgraph: our own client for `http:`, undici for anything encrypted. */
export function createSubgraphTransport(
  { name, url }: SubgraphAddress,
  keeping: Keeping = DEFAULT_KEEPING,
): Transport {
  const create = new URL(url).protocol === 'http:' ? createHttp1Transport : createTransport;
  return create(name, url, keeping);
}
