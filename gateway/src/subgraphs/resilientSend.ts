import type { Monotonic } from '@holdfast/kit/clock';
import { TIMEOUT_HEADER } from '@holdfast/kit/deadline';
import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit/errors';
import type { Ending, Reply, Transport } from '@holdfast/kit/transport';
import type { Breaker, Verdict } from './breaker.ts';
import { isWorthRetry, NotSent, verdictOf } from './faults.ts';

export interface ResilientRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** On the monotonic clock. */
  readonly until: number;
  /** Whether the time until then is as long as the subgraph may take, or near to it. Only then is its end the subgraph's fault. */
  readonly hasTime: boolean;
  readonly signal: Ending | null;
  /** How many clients wait for it. */
  readonly waiting: () => number;
  /** Called before it is sent again. Null for what must not be. */
  readonly onRetry: (() => void) | null;
}

export interface ResilientSendOptions {
  readonly name: string;
  readonly transport: Pick<Transport, 'send'>;
  readonly breaker: Pick<Breaker, 'state' | 'admit' | 'settle'>;
  readonly now: Monotonic;
}

/**
 * Requests to one subgraph at once, those among them that wait for a connection included: what hangs must not take all memory.
 */
const MAX_RUNNING = 1_000;

/**
 * Sends requests to one subgraph so that it, and its faults, do no harm: none while the breaker is open, a thousand at most at
 * once, and one more attempt where the fault may have passed.
 *
 * The breaker counts calls of clients. Not attempts: when an instance ends, its connections break all at once, and each request
 * finds another instance at its second attempt. Nor requests: a hundred calls a second that share one which hangs would be a
 * failure every two seconds, and it took ten to open.
 * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE.
 */
export function createResilientSend({ name, transport, breaker, now }: ResilientSendOptions) {
  let running = 0;

  function attempt({ headers, body, until, signal }: ResilientRequest): Promise<Reply> {
    const timeout = until - now();
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
    // Nothing but the first attempt while the breaker wants to know whether the subgraph is back.
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
