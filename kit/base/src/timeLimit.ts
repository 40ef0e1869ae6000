/**
 * A timer that lets input that arrived in time win. Node runs timers before it polls for I/O, so after a
 * pause of the process (a busy machine, a long turn, SIGSTOP) a plain timer fires before an answer that has
 * already arrived is read. This one fires after the poll.
 * https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
export class TimeLimit {
  readonly #timer: NodeJS.Timeout;
  #turn: NodeJS.Immediate | undefined;

  /**
   * @param milliseconds zero or less expires in the next turn.
   * @param expired called once the time has passed, unless `end` was called first, for example by input that
   *   arrived.
   */
  constructor(milliseconds: number, expired: () => void) {
    this.#timer = setTimeout(
      () => {
        this.#turn = setImmediate(expired);
      },
      Math.max(1, milliseconds),
    );
  }

  /** Stops the timer. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#turn) clearImmediate(this.#turn);
  }
}

/**
 * Waits for `work` for at most `milliseconds`.
 * @param late creates the error to throw; called only when the time has passed.
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
 * Runs `work`, and aborts its signal after `milliseconds`.
 * @param late creates the error to throw, which is also the signal's reason.
 */
export async function withSignal<T>(
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
