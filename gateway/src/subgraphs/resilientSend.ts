import type { Monotonic } from '@holdfast/kit-base/clock';
import { TIMEOUT_HEADER } from '@holdfast/kit-base/deadline';
import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { AbortSignalLike, Reply, Transport } from '@holdfast/kit-http/transport';
import type { Breaker, Verdict } from './breaker.ts';
import { isWorthRetry, NotSent, verdictOf } from './faults.ts';

export interface ResilientRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The deadline, on the monotonic clock. */
  readonly deadline: number;
  /**
   * True when the deadline leaves all or nearly all of the subgraph's usual timeout. Only then is a timeout
   * the subgraph's fault.
   */
  readonly hasTime: boolean;
  readonly signal: AbortSignalLike | null;
  /** Returns the number of calls that wait for the answer. */
  readonly waiting: () => number;
  /** Called before a retry. Null when the request must not be retried. */
  readonly onRetry: (() => void) | null;
}

export interface ResilientSendOptions {
  readonly name: string;
  readonly transport: Pick<Transport, 'send'>;
  readonly breaker: Pick<Breaker, 'state' | 'admit' | 'settle'>;
  readonly now: Monotonic;
}

/**
 * The most requests to one subgraph at once, including those that wait for a connection: a subgraph that
 * hangs must not fill the memory.
 */
const MAX_RUNNING = 1_000;

/**
 * Creates a function that sends requests to one subgraph and contains its faults: it sends none while the
 * breaker is open, at most a thousand at once, and retries once where the fault may have passed.
 *
 * The breaker counts the calls of clients. It does not count attempts: when an instance ends, all its
 * connections break at once, and each request finds another instance at its second attempt. Nor does it count
 * requests: a hundred calls a second that share one hanging request would be one failure every two seconds,
 * and the breaker would take ten seconds to open.
 * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE.
 */
export function createResilientSend({ name, transport, breaker, now }: ResilientSendOptions) {
  let running = 0;

  function attempt({ headers, body, deadline, signal }: ResilientRequest): Promise<Reply> {
    const timeout = deadline - now();
    if (timeout <= 0) throw subgraphTimeout(name, new NotSent('No time is left.'));
    return transport.send({
      headers: { ...headers, [TIMEOUT_HEADER]: String(Math.ceil(timeout)) },
      body,
      timeout,
      signal,
    });
  }

  async function attempts(request: ResilientRequest): Promise<Reply> {
    const { signal, onRetry } = request;
    // No retries while the breaker is finding out whether the subgraph is back.
    const mayRetry = () => onRetry !== null && breaker.state() === 'closed' && !signal?.aborted;
    try {
      const reply = await attempt(request);
      if (!isWorthRetry.reply(reply) || !mayRetry()) return reply;
    } catch (error) {
      if (!isWorthRetry.error(error) || !mayRetry()) throw error;
    }
    onRetry?.();
    return attempt(request);
  }

  return async (request: ResilientRequest): Promise<Reply> => {
    if (running >= MAX_RUNNING)
      throw subgraphUnavailable(name, new NotSent('Too many requests wait for it.'));
    const permit = breaker.admit();
    if (permit === null) throw subgraphUnavailable(name, new NotSent('The circuit breaker is open.'));
    running++;
    let verdict: Verdict = 'nothing';
    try {
      const reply = await attempts(request);
      verdict = verdictOf.reply(reply);
      return reply;
    } catch (error) {
      if (!request.signal?.aborted) verdict = verdictOf.error(error, request.hasTime);
      throw error;
    } finally {
      running--;
      breaker.settle(permit, verdict, request.waiting());
    }
  };
}
