import { OperatorError } from '@holdfast/kit-base/errors';
import { withTimeout } from '@holdfast/kit-base/timeLimit';
import { unlessAborted } from './unlessAborted.ts';

/** Milliseconds that a step may take which only reads and writes files. */
const LIMIT = 10_000;

/** Steps that have not ended, those too that were given up. */
let held = 0;

/** Whether a file system still holds one of our threads: `process.exit` would wait for it. */
export const isHeldUp = () => held > 0;

/**
 * One step of the start that a file system may hold up for ever.
 * @param what it does, to be read after "cannot".
 * @param signal gives it up.
 * @throws OperatorError when it takes too long, and what `work` throws.
 */
export function fileStep<T>(
  what: string,
  work: Promise<T>,
  { signal, limit = LIMIT }: { signal: AbortSignal | undefined; limit?: number },
): Promise<T> {
  const late = () =>
    new OperatorError(
      `cannot ${what} (nothing came of it in ${limit / 1_000} s: its file system does not answer); set DATA_DIR to another folder.`,
    );
  held++;
  const ended = () => {
    held--;
  };
  work.then(ended, ended);
  return withTimeout(unlessAborted(work, signal), limit, late);
}
