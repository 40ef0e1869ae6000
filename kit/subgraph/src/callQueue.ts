/**
 * Sends calls to one service. Calls that are waiting at the same time go in one request: a request costs both
 * processes more than a call does.
 */

import { TIMEOUT_HEADER } from '@holdfast/kit-base/deadline';
import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import { REQUEST_ID_HEADER } from '@holdfast/kit-base/scope';
import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import {
  type AbortSignalLike,
  CallAbortedError,
  CallTimeoutError,
  type LineTransport,
  type Reply,
} from '@holdfast/kit-http/transport';
import {
  BATCH_SUBPATH,
  type BatchedCall,
  MAX_BATCH,
  MAX_BATCH_LENGTH,
  readAnswerLine,
  toBatchBody,
} from './batchProtocol.ts';

/**
 * Milliseconds for which a call waits at most while an earlier request is unanswered, so that a slow one holds
 * nobody up (as Nagle's algorithm, RFC 896, with a limit). A call that comes alone never waits.
 */
const LONGEST_WAIT = 20;

export interface QueuedCall {
  readonly query: string;
  readonly variables: unknown;
  readonly identity: string;
  /** Milliseconds until the call fails. */
  readonly timeout: number;
  /** Ends the call earlier. Null for never. */
  readonly signal: AbortSignalLike | null;
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
}

/**
 * Creates the queue of a service; a process has one for each service that it calls.
 * @param name the service as the supergraph names it.
 * @returns a function that submits a call.
 * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, for one call or for all of a request.
 */
export function createCallQueue(
  name: string,
  transport: LineTransport,
): (call: QueuedCall) => Promise<Reply> {
  const waiting = new Set<Sending>();
  let unanswered = 0;
  let sentAt = Number.NEGATIVE_INFINITY;
  let scheduled = false;
  let isTimed = false;

  const answered = () => {
    unanswered--;
    schedule();
  };

  const sendAlone = (sending: Sending) => {
    unanswered++;
    sending.sendAlone(transport).finally(answered);
  };

  const sendTogether = (batch: readonly Part[]) => {
    unanswered++;
    const open = new Map(batch.map(({ sending }, n) => [n, sending]));
    const end = () => {
      open.clear();
      answered();
    };
    const abort = transport.sendForLines(
      {
        subpath: BATCH_SUBPATH,
        headers: { [IDENTITY_HEADER]: batch[0]?.sending.call.identity ?? '' },
        body: toBatchBody(batch.map(({ json }) => json)),
      },
      {
        onLine: (line) => {
          const { n, status, text } = readAnswerLine(line);
          const sending = open.get(n);
          open.delete(n);
          sending?.answer({ status, text });
        },
        onEnd: (status) => {
          const left = [...open.values()];
          end();
          // A service of an earlier version does not know batches. It has run none of the calls.
          if (status === 404) left.forEach(sendAlone);
          else if (status !== 200) for (const sending of left) sending.answer({ status, text: '' });
          else
            for (const sending of left)
              sending.fail(subgraphUnavailable(name, new Error('The reply ended without an answer.')));
        },
        onError: (error) => {
          const left = [...open.values()];
          end();
          for (const sending of left) sending.fail(error);
        },
      },
    );
    for (const [n, sending] of open)
      sending.onGiveUp = () => {
        open.delete(n);
        if (open.size > 0) return;
        abort();
        answered();
      };
  };

  const flush = () => {
    scheduled = false;
    if (waiting.size === 0) return;
    const left = unanswered > 0 ? sentAt + LONGEST_WAIT - performance.now() : 0;
    if (left > 0) {
      if (!isTimed)
        setTimeout(() => {
          isTimed = false;
          flush();
        }, left);
      isTimed = true;
      return;
    }
    sentAt = performance.now();
    const all = [...waiting];
    waiting.clear();
    const [first] = all;
    if (first && all.length === 1) sendAlone(first);
    else for (const batch of split(all)) sendTogether(batch);
  };

  // At the end of the turn, so that the calls of one turn go together.
  const schedule = () => {
    if (scheduled || waiting.size === 0) return;
    scheduled = true;
    setImmediate(flush);
  };

  return (call) => {
    const sending = new Sending(name, call);
    sending.onGiveUp = () => waiting.delete(sending);
    if (!sending.ended) {
      waiting.add(sending);
      schedule();
    }
    return sending.reply;
  };
}

/** A call in a batch. */
interface Part {
  readonly sending: Sending;
  /** The JSON of the call. */
  readonly json: string;
}

/** Splits calls into batches that are neither too many nor too large. */
function split(all: readonly Sending[]): Part[][] {
  const batches: Part[][] = [];
  let size = 0;
  for (const sending of all) {
    const json = JSON.stringify(sending.toBatchedCall());
    size += json.length;
    const last = batches.at(-1);
    if (last && last.length < MAX_BATCH && size <= MAX_BATCH_LENGTH) last.push({ sending, json });
    else {
      batches.push([{ sending, json }]);
      size = json.length;
    }
  }
  return batches;
}

/** A call until it is answered, or until its caller gives it up. */
class Sending {
  readonly call: QueuedCall;
  readonly reply: Promise<Reply>;
  /** Called when the caller gives the call up. */
  onGiveUp: () => void = () => {};
  ended = false;
  readonly #name: string;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: Error) => void;
  readonly #until: number;
  readonly #limit: TimeLimit;

  constructor(name: string, call: QueuedCall) {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.call = call;
    this.reply = promise;
    this.#name = name;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#until = performance.now() + call.timeout;
    this.#limit = new TimeLimit(call.timeout, () =>
      this.#giveUp(subgraphTimeout(name, new CallTimeoutError(`No answer in ${call.timeout} ms.`))),
    );
    if (call.signal?.aborted) this.#onAbort();
    else call.signal?.addEventListener('abort', this.#onAbort);
  }

  answer(reply: Reply): void {
    if (this.#end()) this.#resolve(reply);
  }

  fail(error: Error): void {
    if (this.#end()) this.#reject(error);
  }

  toBatchedCall(): BatchedCall {
    const { query, variables, identity, requestId, traceparent } = this.call;
    return { query, variables, identity, timeout: this.#timeout(), requestId, traceparent };
  }

  /** Sends the call in a request of its own. Never rejects. */
  async sendAlone(transport: LineTransport): Promise<void> {
    if (!this.#end()) return;
    const { query, variables, identity, signal, requestId, traceparent } = this.call;
    const timeout = this.#timeout();
    await transport
      .send({
        headers: {
          ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
          ...(traceparent !== undefined && { traceparent }),
          [IDENTITY_HEADER]: identity,
          [TIMEOUT_HEADER]: String(timeout),
        },
        body: JSON.stringify({ query, variables }),
        timeout,
        signal,
      })
      .then(this.#resolve, this.#reject);
  }

  #timeout(): number {
    return Math.max(1, Math.ceil(this.#until - performance.now()));
  }

  readonly #onAbort = () =>
    this.#giveUp(subgraphUnavailable(this.#name, new CallAbortedError('The caller aborted the request.')));

  #giveUp(error: Error): void {
    if (!this.#end()) return;
    this.#reject(error);
    this.onGiveUp();
  }

  #end(): boolean {
    if (this.ended) return false;
    this.ended = true;
    this.#limit.end();
    this.call.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
