/**
 * How long something is waited for. Node runs timers before it asks the system what came, so after a pause of the process (a busy
 * machine, a long turn, SIGSTOP) a timer alone gives up what came in time. Here what has come is heard first.
 * https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
export class TimeLimit {
  readonly #timer: NodeJS.Timeout;
  #turn: NodeJS.Immediate | undefined;

  /** @param milliseconds what is over already is over in the next turn.
   * @param over called once the time is over, unless `end` was called before that or by what came. */
  constructor(milliseconds: number, over: () => void) {
    this.#timer = setTimeout(
      () => {
        this.#turn = setImmediate(over);
      },
      Math.max(1, milliseconds),
    );
  }

  /** Nothing is waited for any more. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#turn) clearImmediate(this.#turn);
  }
}

/**
 * Waits for `work`, or for so many milliseconds.
 * @param late called when the time is over, and only then; what it gives is thrown.
 */
export async function withTimeout<T>(work: Promise<T>, milliseconds: number, late: () => Error): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const limit = new TimeLimit(milliseconds, () => reject(late()));
  try {
    return await Promise.race([work, promise]);
  } finally {
    limit.end();
  }
}

/**
 * Does `work`, and aborts the signal that it is given when so many milliseconds are over.
 * @param late as for `withTimeout`; what it gives is the signal's reason too.
 */
export function withSignal<T>(
  work: (signal: AbortSignal) => Promise<T>,
  milliseconds: number,
  late: () => Error,
): Promise<T> {
  const controller = new AbortController();
  return withTimeout(work(controller.signal), milliseconds, () => {
    const reason = late();
    controller.abort(reason);
    return reason;
  });
}
