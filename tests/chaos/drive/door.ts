/** The gateway as a client on a bad line sees it. */
import type { Answer } from '../../e2e/shop.ts';

/** Milliseconds: longer than the gateway makes anybody wait. */
const PATIENCE = 25_000;

export type Reply =
  | { readonly kind: 'answer'; readonly data: NonNullable<Answer['data']> }
  /** It was refused for good, with this code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Nobody knows whether it was done: the line broke, or a service did not answer. */
  | { readonly kind: 'lost'; readonly code: string }
  /** The client went away. */
  | { readonly kind: 'left' };

/** Codes of errors after which the same may be asked again. */
const FAULTS: ReadonlySet<unknown> = new Set([
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);

export interface Request {
  readonly document: string;
  readonly variables?: object;
  readonly token?: string | undefined;
  /** Milliseconds after which the client goes away; null for never. */
  readonly leavesAfter?: number | null;
}

export type Send = (request: Request) => Promise<Reply>;

export function doorOf(url: string): Send {
  return async ({ document, variables, token, leavesAfter = null }) => {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query: document, variables }),
        signal: AbortSignal.timeout(leavesAfter ?? PATIENCE),
      });
      const { data, errors } = (await response.json()) as Omit<Answer, 'status'>;
      const [error] = errors ?? [];
      if (!error) return { kind: 'answer', data };
      const code = String(error.extensions?.['code'] ?? `HTTP ${response.status}`);
      const lost = FAULTS.has(code) || response.status >= 500;
      return { kind: lost ? 'lost' : 'refused', code };
    } catch (error) {
      if (leavesAfter !== null && error instanceof Error && error.name === 'TimeoutError')
        return { kind: 'left' };
      return { kind: 'lost', code: 'connection' };
    }
  };
}
