import { join } from 'node:path';
import { startProgram } from '../childProcess.ts';

/** What is done once at a start, in a process of its own: what it needs, such as a composer's or a bundler's memory, ends with it. */
export type Task = 'prepare' | 'loadDemo';

export interface TaskOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of what it does. */
  readonly progress: (line: string) => void;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Does a task, and waits until its process has ended. @throws OperatorError with what is wrong. */
export async function runTask(
  task: Task,
  { dataDir, env = {}, progress, signal }: TaskOptions,
): Promise<void> {
  const file = join(import.meta.dirname, `${task}.ts`);
  const logFile = join(dataDir, 'logs', `${task}.log`);
  const running = await startProgram({ name: task, file, env, logFile, dataDir, progress }, signal);
  await running.ended;
}
