import { OperatorError } from '@holdfast/kit-base/errors';
import { withTimeout } from '@holdfast/kit-base/timeLimit';
import { unlessAborted } from './unlessAborted.ts';

/** Milliseconds that a step which only reads and writes files may take. */
const LIMIT = 10_000;

/** The number of steps that have not ended, including those that were given up. */
let unfinished = 0;

/** Returns true while a file system still blocks one of our threads: `process.exit` would wait for it. */
export const isHeldUp = () => unfinished > 0;

/**
 * Waits for one step of the start, which a file system may block forever.
 * @param what the step, as a phrase after "cannot".
 * @param signal gives the step up.
 * @throws OperatorError when it takes too long; also whatever `work` throws.
 */
export function fileStep<T>(
  what: string,
  work: Promise<T>,
  { signal, limit = LIMIT }: { signal: AbortSignal | undefined; limit?: number },
): Promise<T> {
  const late = () =>
    new OperatorError(
      `cannot ${what} (its file system has not answered for ${limit / 1_000} s); set DATA_DIR to another folder.`,
    );
  unfinished++;
  const ended = () => {
    unfinished--;
  };
  work.then(ended, ended);
  return withTimeout(unlessAborted(work, signal), limit, late);
}
