import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import {
  type AbortSignalLike,
  CallAbortedError,
  CallTimeoutError,
  type Reply,
} from '@holdfast/kit-http/transport';

/** The current holder of an exchange: a connection, or the queue for one. */
export interface Holder {
  /** The exchange has ended, and needs no further work. */
  drop(exchange: Exchange): void;
}

export interface ExchangeOptions {
  readonly head: string;
  readonly body: string;
  /** True when head and body are ASCII, as nearly all are. */
  readonly isAscii: boolean;
  /** The milliseconds to wait for the answer. */
  readonly timeout: number;
  /** Ends the wait earlier; null for never. */
  readonly signal: AbortSignalLike | null;
  /** Turns a cause into the error that the reply rejects with. */
  readonly fault: (cause: unknown) => Error;
}

/**
 * One request and its reply. It ends exactly once: with the reply, or with the error that `fault` creates
 * from CallTimeoutError, CallAbortedError or the connection's failure.
 */
export class Exchange {
  readonly head: string;
  readonly body: string;
  readonly isAscii: boolean;
  readonly reply: Promise<Reply>;
  holder: Holder | null = null;
  readonly #fault: (cause: unknown) => Error;
  readonly #signal: AbortSignalLike | null;
  readonly #limit: TimeLimit;
  #resolve: (reply: Reply) => void = ignore;
  #reject: (reason: Error) => void = ignore;
  #ended = false;

  constructor({ head, body, isAscii, timeout, signal, fault }: ExchangeOptions) {
    this.head = head;
    this.body = body;
    this.isAscii = isAscii;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#fault = fault;
    this.#signal = signal;
    const milliseconds = Math.max(1, Math.ceil(timeout));
    this.#limit = new TimeLimit(milliseconds, () =>
      this.giveUp(new CallTimeoutError(`No answer in ${milliseconds} ms.`)),
    );
    signal?.addEventListener('abort', this.#onAbort);
  }

  succeed(reply: Reply): void {
    if (this.#end()) this.#resolve(reply);
  }

  fail(cause: unknown): void {
    if (this.#end()) this.#reject(this.#fault(cause));
  }

  giveUp(reason: Error): void {
    const { holder } = this;
    this.fail(reason);
    holder?.drop(this);
  }

  readonly #onAbort = () => this.giveUp(new CallAbortedError('It was given up.'));

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    this.holder = null;
    this.#limit.end();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

const ignore = () => {};
