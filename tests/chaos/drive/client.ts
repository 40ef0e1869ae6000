/** A client of the gateway on an unreliable network. */
import type { Answer } from '../../e2e/shop.ts';

/** Milliseconds: longer than the gateway's own timeouts. */
const TIMEOUT = 25_000;

export type Reply =
  | { readonly kind: 'answer'; readonly data: NonNullable<Answer['data']> }
  /** The request was refused for good, with this code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The outcome is unknown: the connection broke, or a service did not answer. */
  | { readonly kind: 'lost'; readonly code: string }
  /** The client disconnected. */
  | { readonly kind: 'left' };

/** Error codes after which the same request may be retried. */
const RETRYABLE: ReadonlySet<unknown> = new Set([
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

export interface Request {
  readonly document: string;
  readonly variables?: object;
  readonly token?: string | undefined;
  /** Milliseconds after which the client disconnects; null for never. */
  readonly leavesAfter?: number | null;
}

export type Send = (request: Request) => Promise<Reply>;

export function clientOf(url: string): Send {
  return async ({ document, variables, token, leavesAfter = null }) => {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query: document, variables }),
        signal: AbortSignal.timeout(leavesAfter ?? TIMEOUT),
      });
      const { data, errors } = (await response.json()) as Omit<Answer, 'status'>;
      const [error] = errors ?? [];
      if (!error) return { kind: 'answer', data };
      const code = String(error.extensions?.['code'] ?? `HTTP ${response.status}`);
      const lost = RETRYABLE.has(code) || response.status >= 500;
      return { kind: lost ? 'lost' : 'refused', code };
    } catch (error) {
      if (leavesAfter !== null && error instanceof Error && error.name === 'TimeoutError')
        return { kind: 'left' };
      return { kind: 'lost', code: 'connection' };
    }
  };
}
