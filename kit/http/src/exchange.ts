import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import type { Dispatcher } from 'undici';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** What tells that nobody waits any more: the part of an AbortSignal that is needed, as a whole one costs more. */
export interface Ending {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Why a service was no longer waited for. */
export class OutOfTime extends Error {
  override name = 'OutOfTime';
}

/** Why a request was given up by who made it. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}

export interface ExchangeOptions {
  /** Milliseconds until nobody waits for the answer any more. */
  readonly timeout: number;
  /** Ends it earlier. Null for never. */
  readonly signal: Ending | null;
  /** Makes what the reply is rejected with of what happened. */
  readonly fault: (cause: unknown) => Error;
}

/**
 * One request and its reply, as undici's dispatcher tells of them. It ends once: with the reply, or a fault of the connection,
 * OutOfTime or GivenUp, as `fault` tells of it. Undici heeds an abort only once a request has a connection, so the wait ends without it: a request
 * that waited for a connection ended after the 10.5 s of undici's own connect timeout instead of its 2 s.
 *
 * A class, and dispatched without `request()`, an AbortSignal for its time or a race of promises: these took 52 to 77 µs of
 * CPU a call, this takes 22 to 27 (`node bench/subgraph-calls/main.ts`).
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly reply: Promise<Reply>;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (reason: Error) => void;
  readonly #fault: (cause: unknown) => Error;
  readonly #signal: Ending | null;
  readonly #limit: TimeLimit;
  #ended = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #first: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor({ timeout, signal, fault }: ExchangeOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.reply = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#fault = fault;
    this.#signal = signal;
    const milliseconds = Math.max(1, Math.ceil(timeout));
    this.#limit = new TimeLimit(milliseconds, () =>
      this.#giveUp(new OutOfTime(`No answer in ${milliseconds} ms.`)),
    );
    signal?.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new GivenUp('Nobody waits for it any more.'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#first) this.#first = chunk;
    else if (this.#rest) this.#rest.push(chunk);
    else this.#rest = [chunk];
  }

  onResponseEnd(): void {
    if (!this.#end()) return;
    const first = this.#first;
    const text =
      first === undefined ? '' : (this.#rest ? Buffer.concat([first, ...this.#rest]) : first).toString();
    this.#resolve({ status: this.#status, text });
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (this.#end()) this.#reject(this.#fault(cause));
  }

  readonly #onAbort = () => this.#giveUp(new GivenUp('It was given up.'));

  #giveUp(reason: Error): void {
    if (!this.#end()) return;
    this.#reject(this.#fault(reason));
    this.#controller?.abort(reason);
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.#limit.end();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
