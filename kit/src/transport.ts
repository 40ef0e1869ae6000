/** HTTP from one service of the house to another, with an end that holds whatever the other one does. */
import { Pool } from 'undici';
import { subgraphTimeout, subgraphUnavailable } from './errors.ts';

export interface TransportRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Milliseconds until nobody waits for the answer any more. */
  readonly timeout: number;
  /** Ends it earlier, as a fault of the service's that nobody hears of. Null for never. */
  readonly signal: AbortSignal | null;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
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

/**
 * Opens keep-alive connections as they are needed, so that the service need not be up.
 * @param name the service as the supergraph names it.
 * @param url its GraphQL endpoint.
 * @param connections most at once; more requests than that wait for one, and are not sent when their time ends first.
 */
export function createTransport(name: string, url: string, connections: number): Transport {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, connectTimeout: CONNECT_TIMEOUT });
  const path = `${pathname}${search}`;

  async function exchange({ headers, body }: TransportRequest, signal: AbortSignal): Promise<Reply> {
    const response = await pool.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
      signal,
    });
    return { status: response.statusCode, text: await response.body.text() };
  }

  return {
    async send(request) {
      const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(request.timeout)));
      const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
      try {
        // Undici heeds a signal only once the request has a connection: a request that waited for one ended after
        // the 10.5 s of undici's own connect timeout instead of its 2 s.
        return await Promise.race([exchange(request, signal), aborted(signal)]);
      } catch (cause) {
        throw deadline.aborted ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);
      }
    },
    figures: () => {
      const { connected, free, queued } = pool.stats;
      return { busy: connected - free, idle: free, waiting: queued };
    },
    end: () => pool.close(),
  };
}

/** Rejects with the signal's reason when it comes. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
