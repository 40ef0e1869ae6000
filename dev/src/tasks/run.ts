import { join } from 'node:path';
import { startProgram } from '../childProcess.ts';

/**
 * Work done once per start, in a separate process: the memory of a composer or bundler is released when it
 * ends.
 */
export type Task = 'prepare' | 'bundle' | 'loadDemo';

export interface TaskOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Receives the task's progress lines. */
  readonly progress: (line: string) => void;
  /** Ends the task. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a task and waits until its process has ended. @throws OperatorError with the problem. */
export async function runTask(
  task: Task,
  { dataDir, env = {}, progress, signal }: TaskOptions,
): Promise<void> {
  const file = join(import.meta.dirname, `${task}.ts`);
  const logFile = join(dataDir, 'logs', `${task}.log`);
  const running = await startProgram({ name: task, file, env, logFile, dataDir, progress }, signal);
  await running.ended;
}
