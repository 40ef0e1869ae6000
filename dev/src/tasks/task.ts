import { OperatorError } from '@holdfast/kit-base/errors';
import type { ProgramMessage } from '../childProcess.ts';

/**
 * Does a task in its process, which then ends.
 * @param work the task; it receives a function that reports progress to the parent process.
 */
export async function doTask(work: (progress: (line: string) => void) => Promise<void>): Promise<void> {
  const send = (message: ProgramMessage) =>
    new Promise<void>((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
  // The parent process has gone.
  process.once('disconnect', () => process.exit(1));
  try {
    await work((line) => void send({ type: 'progress', line }));
    await send({ type: 'ready' });
    process.exit();
  } catch (error) {
    if (!(error instanceof OperatorError)) process.stderr.write(`${describe(error)}\n`);
    await send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
