export interface Repeating {
  /** Ends the pause early. While `work` runs, makes it run again right afterwards. */
  wake(): void;
  /** Stops the loop once the current run of `work` has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `work` again and again, with a pause in between.
 * @param work gets a signal that aborts when the loop is stopped.
 * @param interval the pause in milliseconds; a function is called before each pause.
 * @param failed called with the reason when `work` rejects or throws. The loop continues.
 */
export function repeat(
  work: (stopping: AbortSignal) => Promise<void>,
  interval: number | (() => number),
  failed: (error: unknown) => void,
): Repeating {
  const stopping = new AbortController();
  let isWoken = false;
  let endPause = () => {};
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopping.signal.aborted) {
      isWoken = false;
      try {
        await work(stopping.signal);
      } catch (error) {
        failed(error);
      }
      if (isWoken || stopping.signal.aborted) continue;
      await pause(typeof interval === 'number' ? interval : interval());
    }
  };
  const ended = run();
  return {
    wake: () => {
      isWoken = true;
      endPause();
    },
    stop: () => {
      stopping.abort();
      endPause();
      return ended;
    },
  };
}
