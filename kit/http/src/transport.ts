/** HTTP from one service of the house to another, with an end that holds whatever the other one does. */

import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { Pool } from 'undici';
import { type Ending, Exchange, GivenUp, OutOfTime, type Reply } from './exchange.ts';
import type { Keeping } from './keeping.ts';

export type { Ending, Reply };

export interface TransportRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Milliseconds until nobody waits for the answer any more. */
  readonly timeout: number;
  /** Ends it earlier, as a fault of the service's that nobody hears of. Null for never. */
  readonly signal: Ending | null;
}

export interface Transport {
  /** @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, whose messages name the service and never an address. */
  send(request: TransportRequest): Promise<Reply>;
  /** Connections now, and requests that wait for one. */
  figures?(): { readonly busy: number; readonly idle: number; readonly waiting: number };
  end(): Promise<void>;
}

/** Milliseconds until a service that does not take a connection is not available. */
const CONNECT_TIMEOUT = 1_000;
/** Bytes of one reply: a service that never stops must not fill this one's memory. */
const MAX_REPLY = 67_108_864;

/**
 * Opens keep-alive connections as they are needed, so that the service need not be up.
 * @param name the service as the supergraph names it.
 * @param url its GraphQL endpoint.
 */
export function createTransport(name: string, url: string, { most, age }: Keeping): Transport {
  const { origin, pathname, search } = new URL(url);
  const openPool = () =>
    new Pool(origin, {
      connections: most,
      connectTimeout: CONNECT_TIMEOUT,
      // An exchange has an end of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_REPLY,
    });
  let pool = openPool();
  let opened = performance.now();
  /** Those that are too old, while what they were given is on its way. */
  const leaving = new Map<Pool, Promise<void>>();
  // All connections at once, and for the time of a request some more than `most`: undici's own `clientTtl` leaves what
  // waits for a connection in its queue when it ends the last one, until the time is over.
  const youngPool = () => {
    if (performance.now() - opened < age) return pool;
    const old = pool;
    leaving.set(
      old,
      old.close().finally(() => leaving.delete(old)),
    );
    pool = openPool();
    opened = performance.now();
    return pool;
  };
  const path = `${pathname}${search}`;
  const fault = (cause: unknown) =>
    cause instanceof OutOfTime ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);

  return {
    send({ headers, body, timeout, signal }) {
      if (signal?.aborted) return Promise.reject(fault(new GivenUp('It was given up before it began.')));
      const exchange = new Exchange({ timeout, signal, fault });
      const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };
      youngPool().dispatch({ method: 'POST', path, headers: all, body }, exchange);
      return exchange.reply;
    },
    figures: () => {
      const figures = { busy: 0, idle: 0, waiting: 0 };
      for (const { stats } of [pool, ...leaving.keys()]) {
        figures.busy += stats.connected - stats.free;
        figures.idle += stats.free;
        figures.waiting += stats.queued;
      }
      return figures;
    },
    end: async () => {
      await Promise.all([pool.close(), ...leaving.values()]);
    },
  };
}
