/** HTTP/1.1 to a subgraph, over our own sockets. */
import type { Monotonic } from '@holdfast/kit-base/clock';
import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { ConnectionPolicy } from '@holdfast/kit-http/connectionPolicy';
import { CallAbortedError, CallTimeoutError, type Transport } from '@holdfast/kit-http/transport';
import { Exchange } from './exchange.ts';
import { Pool } from './pool.ts';
import { createHeadWriter } from './requestHead.ts';

/** The most requests that wait for a connection. The caller's own limit is lower. */
const MAX_WAITING = 10_000;

/**
 * Does what the kit's `createUndiciTransport` does with undici, for less CPU (docs/decisions/0021-http1-client.md).
 * @param name the subgraph's name in the supergraph.
 * @param url its GraphQL endpoint, `http:` only.
 */
export function createHttp1Transport(
  name: string,
  url: string,
  { maxConnections, maxAge }: ConnectionPolicy,
  now: Monotonic = () => performance.now(),
): Transport {
  const parsed = new URL(url);
  const pool = new Pool({
    endpoint: {
      // An IPv6 address has brackets in a URL, and only there.
      host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(parsed.port === '' ? 80 : parsed.port),
    },
    connections: maxConnections,
    waiting: MAX_WAITING,
    age: maxAge,
    now,
  });
  const writeHead = createHeadWriter(parsed);
  const fault = (cause: unknown) =>
    cause instanceof CallTimeoutError ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);

  return {
    send({ headers, body, timeout, signal }) {
      if (signal?.aborted)
        return Promise.reject(fault(new CallAbortedError('It was given up before it began.')));
      const length = Buffer.byteLength(body);
      let head: string;
      try {
        head = writeHead(headers, length);
      } catch (refusal) {
        return Promise.reject(fault(refusal));
      }
      const exchange = new Exchange({ head, body, isAscii: length === body.length, timeout, signal, fault });
      pool.send(exchange);
      return exchange.reply;
    },
    figures: () => pool.figures(),
    end: () => pool.close(),
  };
}
