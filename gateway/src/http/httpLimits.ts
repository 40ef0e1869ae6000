/** What one connection may take: of time, and how many there may be. */
import type { Server, ServerOptions } from 'node:http';
import type { Log } from '@holdfast/kit-base/log';

export interface HttpLimits {
  /** Milliseconds within which a client must have sent its request's headers. */
  readonly headers: number;
  /** Milliseconds within which it must have sent its whole request. */
  readonly request: number;
  /** Milliseconds that a connection may be kept between requests: longer than those of what stands before us. */
  readonly keepAlive: number;
  /** Milliseconds without a byte in either direction: of who does not read its answer, for example. */
  readonly silence: number;
  /** Connections at once, WebSockets and event streams among them; further ones are closed at once. */
  readonly connections: number;
}

/** @param longest milliseconds that an operation may take: its client is silent for so long. */
export function httpLimits(connections: number, longest: number): HttpLimits {
  return {
    headers: 10_000,
    request: 30_000,
    keepAlive: 72_000,
    silence: Math.max(75_000, longest + 15_000),
    connections,
  };
}

/** Bytes of a request's line and headers together; more are answered with 431. */
export const MAX_HEADER_SIZE = 16_384;
/** Milliseconds between two warnings of the same. */
const WARNING_INTERVAL = 60_000;

/** For `createServer`. */
export function serverOptionsFor({ headers, request, keepAlive }: HttpLimits): ServerOptions {
  return {
    maxHeaderSize: MAX_HEADER_SIZE,
    headersTimeout: headers,
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    // Node looks every 30 s, so that 10 s would be 40.
    connectionsCheckingInterval: Math.min(1_000, headers),
  };
}

/** What a server is told once it is there. */
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
