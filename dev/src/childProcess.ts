import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { openLogFile } from './logFile.ts';
import { type StartPatience, whileItProgresses } from './progress.ts';
import type { RunningProcess, Supervised } from './supervision.ts';

export interface Program {
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  /** All of its settings; of this process's own it gets `INHERITED` only. */
  readonly env: Readonly<Record<string, string>>;
  /** What it prints goes there; the folder exists. */
  readonly logFile: string;
  /** Node keeps in it what it compiled, unless NODE_COMPILE_CACHE says where; nowhere by default. */
  readonly dataDir?: string;
  /** Megabytes that a half of its young generation may have; V8's own limit by default, which a start alone fills. */
  readonly semiSpace?: number | undefined;
  /** Told of what it says that it does, before it is ready. */
  readonly progress?: (line: string) => void;
}

/** What a program tells whoever started it over the IPC channel. */
export type ProgramMessage =
  /** `stopTimeout`: milliseconds that its end may take. */
  | { readonly type: 'ready'; readonly stopTimeout?: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'progress'; readonly line: string };

export interface RunningProgram extends RunningProcess {
  /**
   * Ends it with SIGTERM, and with SIGKILL after `timeout` milliseconds: by default as many as it said that its end may take, so
   * that what it does is finished, and some more to end itself.
   */
  stop(timeout?: number): Promise<void>;
}

/** Where traces go is the same for all programs. */
const INHERITED = [
  'PATH',
  'HOME',
  'TZ',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER_ARG',
];

/** Milliseconds for a program whose time to end is over to end itself; and the time of one that said of none. */
const MARGIN = 500;
const STOP_TIMEOUT = 1_000;

/** Milliseconds that a program may take to end when it is not to be ready any more. */
const ABORT_TIMEOUT = 1_000;

/**
 * Starts a Node program of ours as a process of its own, and waits until it says that it is ready.
 * @param signal ends it while it starts.
 * @throws OperatorError with what it says is wrong, when it has ended.
 */
export async function startProgram(
  program: Program,
  signal?: AbortSignal,
  patience?: StartPatience,
): Promise<RunningProgram> {
  const log = await openLogFile(program.logFile);
  if (signal?.aborted) log.end();
  signal?.throwIfAborted();
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = fork(program.file, [], {
    env: { ...Object.fromEntries(inherited), ...small(program), ...program.env },
    execArgv: program.semiSpace === undefined ? [] : [`--max-semi-space-size=${String(program.semiSpace)}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: a Ctrl-C in the terminal is for the supervisor, which then ends all in order.
    detached: true,
  });
  // Two streams write to it: the first one's end is not its end.
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.once('close', () => log.end());
  const ended = endOf(child);
  const abort = () => void stop(child, ended, ABORT_TIMEOUT).catch(() => {});
  signal?.addEventListener('abort', abort);
  let stopTimeout: number;
  try {
    stopTimeout = await ready(program, child, ended, patience);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  return {
    pid: child.pid,
    ended,
    stop: (timeout = stopTimeout + MARGIN) => stop(child, ended, timeout),
    kill: (signal) => child.kill(signal),
  };
}

/**
 * What keeps a Node program small while it is idle (docs/decisions/0030-start.md): two arenas of malloc instead of one a thread,
 * and compiled modules of an earlier start, which also make needless that each loads Node's stripper of types.
 */
function small({ dataDir }: Program): Record<string, string> {
  const cache = process.env['NODE_COMPILE_CACHE'] ?? (dataDir && join(dataDir, 'compiled'));
  return { MALLOC_ARENA_MAX: '2', ...(cache && { NODE_COMPILE_CACHE: cache }) };
}

/** A program as what is to be kept running. */
export function supervised(program: Program): Supervised {
  return { logFile: program.logFile, start: (signal) => startProgram(program, signal) };
}

/** Resolves when the process has ended: how, in words. */
export async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit');
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** @returns milliseconds that its end may take. */
async function ready(
  { name, logFile, progress }: Program,
  child: ChildProcess,
  ended: Promise<string>,
  patience: StartPatience | undefined,
): Promise<number> {
  let said: string | undefined;
  const messages = new Promise<number>((resolve) => {
    child.on('message', (message: ProgramMessage) => {
      if (message.type === 'progress') progress?.(message.line);
      if (message.type === 'failed') said = message.message;
      if (message.type === 'ready') resolve(message.stopTimeout ?? STOP_TIMEOUT);
    });
  });
  const failed = ended.then((how) => {
    throw new OperatorError(said ?? `${name} did not start (${how}); see ${logFile}.`);
  });
  failed.catch(() => {});
  const giveUp = (reason: string) => {
    child.kill('SIGKILL');
    return new OperatorError(`${name} did not start: it ${reason}; see ${logFile}.`);
  };
  return whileItProgresses(Promise.race([messages, failed]), child, giveUp, patience);
}

async function stop(child: ChildProcess, ended: Promise<string>, timeout: number): Promise<void> {
  child.kill('SIGTERM');
  const gone = await Promise.race([ended.then(() => true), delay(timeout, false, { ref: false })]);
  if (!gone) child.kill('SIGKILL');
  await ended;
}
