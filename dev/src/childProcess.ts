import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit/errors';
import { withTimeout } from './withTimeout.ts';

export interface Program {
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  /** All of its settings; of this process's own it gets PATH, HOME and TZ only. */
  readonly env: Readonly<Record<string, string>>;
  /** What it prints goes there. */
  readonly logFile: string;
}

export interface RunningProgram {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the process ended: how, in words. */
  readonly ended: Promise<string>;
  /** Ends it with SIGTERM, and with SIGKILL after `timeout` milliseconds. */
  stop(timeout: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Milliseconds that a program may take to be ready. */
const START_TIMEOUT = 30_000;

/**
 * Starts a Node program of ours as a process of its own, and waits until it says that it is ready.
 * @throws OperatorError with what it says is wrong.
 */
export async function startProgram(program: Program): Promise<RunningProgram> {
  await mkdir(dirname(program.logFile), { recursive: true });
  const log = createWriteStream(program.logFile, { flags: 'a' });
  const inherited = ['PATH', 'HOME', 'TZ'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = fork(program.file, [], {
    env: { ...Object.fromEntries(inherited), ...program.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: a Ctrl-C in the terminal is for the supervisor, which then ends all in order.
    detached: true,
  });
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const ended = once(child, 'exit').then(([code, signal]) =>
    signal ? `signal ${signal}` : `exit code ${code}`,
  );
  await ready(program, child, ended);
  return {
    name: program.name,
    pid: child.pid,
    ended,
    stop: (timeout) => stop(child, ended, timeout),
    kill: (signal) => child.kill(signal),
  };
}

async function ready({ name, logFile }: Program, child: ChildProcess, ended: Promise<string>): Promise<void> {
  let said: string | undefined;
  const messages = new Promise<void>((resolve) => {
    child.on('message', (message: { type?: string; message?: string }) => {
      if (message.type === 'failed') said = message.message;
      if (message.type === 'ready') resolve();
    });
  });
  const failed = ended.then((how) => {
    throw new OperatorError(said ?? `${name} did not start (${how}); see ${logFile}.`);
  });
  failed.catch(() => {});
  await withTimeout(Promise.race([messages, failed]), START_TIMEOUT, () => {
    child.kill('SIGKILL');
    return new OperatorError(`${name} was not ready within 30 seconds; see ${logFile}.`);
  });
}

async function stop(child: ChildProcess, ended: Promise<string>, timeout: number): Promise<void> {
  child.kill('SIGTERM');
  const gone = await Promise.race([ended.then(() => true), delay(timeout, false, { ref: false })]);
  if (!gone) child.kill('SIGKILL');
  await ended;
}
