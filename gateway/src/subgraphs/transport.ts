import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit/errors';
import { Pool } from 'undici';
import type { SubgraphAddress } from '../supergraph/load.ts';

export interface SubgraphRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until nobody waits for the answer any more. */
  readonly timeout: number;
  /** Ends it earlier, as a fault of the subgraph's that nobody hears of. */
  readonly signal: AbortSignal | null;
}

export interface SubgraphReply {
  readonly status: number;
  readonly text: string;
}

/** HTTP to one subgraph. Retries, a circuit breaker or sharing of identical requests wrap this. */
export interface SubgraphTransport {
  /** @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, whose messages name the subgraph and never an address. */
  send(request: SubgraphRequest): Promise<SubgraphReply>;
  end(): Promise<void>;
}

/** Connections to one subgraph; more requests than that at once wait for one. */
const CONNECTIONS = 128;

/** Opens keep-alive connections as they are needed, so that the subgraph need not be up. */
export function createTransport({ name, url }: SubgraphAddress): SubgraphTransport {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const path = `${pathname}${search}`;
  return {
    async send({ headers, body, timeout, signal }) {
      const deadline = AbortSignal.timeout(timeout);
      try {
        const response = await pool.request({
          method: 'POST',
          path,
          headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
          body,
          signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
        });
        return { status: response.statusCode, text: await response.body.text() };
      } catch (cause) {
        throw deadline.aborted ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);
      }
    },
    end: () => pool.close(),
  };
}
