import { OperatorError } from '@holdfast/kit-base/errors';
import type { ProgramMessage } from '../childProcess.ts';

/**
 * Does a task in its process, which then ends.
 * @param work is given what tells the one who started it what is being done.
 */
export async function doTask(work: (progress: (line: string) => void) => Promise<void>): Promise<void> {
  const tell = (message: ProgramMessage) =>
    new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
  // Whoever started it is gone.
  process.once('disconnect', () => process.exit(1));
  try {
    await work((line) => void tell({ type: 'progress', line }));
    await tell({ type: 'ready' });
    process.exit();
  } catch (error) {
    if (!(error instanceof OperatorError)) process.stderr.write(`${describe(error)}\n`);
    await tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
