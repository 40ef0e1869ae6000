/** Limits of client connections: their timeouts and their number. */
import type { Server, ServerOptions } from 'node:http';
import type { Log } from '@holdfast/kit-base/log';

export interface HttpLimits {
  /** The milliseconds within which a client must have sent its request's headers. */
  readonly headers: number;
  /** The milliseconds within which it must have sent its whole request. */
  readonly request: number;
  /**
   * The milliseconds that a connection may be kept between requests: longer than a load balancer before us
   * keeps it.
   */
  readonly keepAlive: number;
  /**
   * The milliseconds without a byte in either direction, for example when a client does not read its answer.
   */
  readonly silence: number;
  /**
   * The most connections at once, including WebSockets and event streams. Further ones are closed at once.
   */
  readonly connections: number;
}

/** @param longest the milliseconds that an operation may take: its client is silent for that long. */
export function httpLimits(connections: number, longest: number): HttpLimits {
  return {
    headers: 10_000,
    request: 30_000,
    keepAlive: 72_000,
    silence: Math.max(75_000, longest + 15_000),
    connections,
  };
}

/** The most bytes of a request's line and headers together; more is answered with 431. */
export const MAX_HEADER_SIZE = 16_384;
/** The milliseconds between two equal warnings. */
const WARNING_INTERVAL = 60_000;

/** Returns the options for `createServer`. */
export function serverOptionsFor({ headers, request, keepAlive }: HttpLimits): ServerOptions {
  return {
    maxHeaderSize: MAX_HEADER_SIZE,
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    // By default Node checks every 30 s, which would turn 10 s into 40.
    connectionsCheckingInterval: Math.min(1_000, headers),
  };
}

/** Applies the limits that a server takes after its creation. */
export function limitHttp(server: Server, { silence, connections }: HttpLimits, log: Log): void {
  server.setTimeout(silence);
  server.maxConnections = connections;
  let warned = false;
  server.on('drop', () => {
    if (warned) return;
    warned = true;
    log.warn({ connections }, 'connections are refused: there are as many as MAX_CONNECTIONS allows');
    setTimeout(() => {
      warned = false;
    }, WARNING_INTERVAL).unref();
  });
}
