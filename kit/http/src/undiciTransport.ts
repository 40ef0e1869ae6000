import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { Pool } from 'undici';
import type { ConnectionPolicy } from './connectionPolicy.ts';
import { LineHandler } from './lineHandler.ts';
import { ReplyHandler } from './replyHandler.ts';
import { CallAbortedError, CallTimeoutError, type LineTransport } from './transport.ts';

/** Milliseconds after which a service that does not accept a connection counts as unavailable. */
const CONNECT_TIMEOUT = 1_000;
/**
 * The maximum size of a reply in bytes: a service that never stops sending must not fill this process's
 * memory.
 */
const MAX_REPLY = 67_108_864;

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/**
 * Creates a transport over undici. It opens keep-alive connections on demand, so the service need not be up
 * yet.
 * @param name the service as the supergraph names it.
 * @param url the service's GraphQL endpoint.
 */
export function createUndiciTransport(
  name: string,
  url: string,
  { maxConnections, maxAge }: ConnectionPolicy,
): LineTransport {
  const { origin, pathname, search } = new URL(url);
  const openPool = () =>
    new Pool(origin, {
      connections: maxConnections,
      connectTimeout: CONNECT_TIMEOUT,
      // ReplyHandler enforces the timeout.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_REPLY,
    });
  let pool = openPool();
  let openedAt = performance.now();
  /** The pools that are too old and finish their last requests. */
  const draining = new Map<Pool, Promise<void>>();
  // This replaces all connections at once, so there are more than `maxConnections` while the old ones drain.
  // undici's own `clientTtl` is no alternative: when it closes the last connection, it leaves the waiting
  // requests in its queue until their timeout.
  const freshPool = () => {
    if (performance.now() - openedAt < maxAge) return pool;
    const old = pool;
    draining.set(
      old,
      old.close().finally(() => draining.delete(old)),
    );
    pool = openPool();
    openedAt = performance.now();
    return pool;
  };
  const path = `${pathname}${search}`;
  const fault = (cause: unknown) =>
    cause instanceof CallTimeoutError ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);

  return {
    send({ headers, body, timeout, signal }) {
      if (signal?.aborted) {
        return Promise.reject(
          fault(new CallAbortedError('The caller aborted the request before it was sent.')),
        );
      }
      const handler = new ReplyHandler({ timeout, signal, fault });
      freshPool().dispatch({ method: 'POST', path, headers: { ...JSON_HEADERS, ...headers }, body }, handler);
      return handler.reply;
    },
    sendForLines({ headers, body, subpath }, { onLine, onEnd, onError }) {
      const handler = new LineHandler({ onLine, onEnd, onError: (cause) => onError(fault(cause)) });
      freshPool().dispatch(
        {
          method: 'POST',
          path: `${pathname}${subpath}${search}`,
          headers: { ...JSON_HEADERS, ...headers },
          body,
        },
        handler,
      );
      return () => handler.abort();
    },
    figures: () => {
      const figures = { busy: 0, idle: 0, waiting: 0 };
      for (const { stats } of [pool, ...draining.keys()]) {
        figures.busy += stats.connected - stats.free;
        figures.idle += stats.free;
        figures.waiting += stats.queued;
      }
      return figures;
    },
    end: async () => {
      await Promise.all([pool.close(), ...draining.values()]);
    },
  };
}
