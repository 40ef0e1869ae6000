import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { bundleOf, compiledFolder } from './bundles/programs.ts';
import { openLogFile } from './logFile.ts';
import { type StartLimits, whileItProgresses } from './progress.ts';
import type { RunningProcess, Supervised } from './supervision.ts';

export interface Program {
  readonly name: string;
  /** The file that Node runs, unless there is a bundle of it. */
  readonly file: string;
  /** Returns the folder of bundles at each start; undefined when there are none of the present sources. */
  readonly bundles?: () => string | undefined;
  /** All of its settings. From this process's environment it inherits only `INHERITED`. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that receives its output; the folder exists. */
  readonly logFile: string;
  /** The folder of Node's compile cache, unless NODE_COMPILE_CACHE names another; no cache by default. */
  readonly dataDir?: string;
  /**
   * Megabytes for each half of the young generation; V8's own limit by default, which a start alone fills.
   */
  readonly semiSpace?: number | undefined;
  /** Receives each progress line that the program reports before it is ready. */
  readonly progress?: (line: string) => void;
}

/** A message that a program sends its parent over the IPC channel. */
export type ProgramMessage =
  /** `stopTimeout`: milliseconds that its shutdown may take. */
  | { readonly type: 'ready'; readonly stopTimeout?: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'progress'; readonly line: string };

export interface RunningProgram extends RunningProcess {
  /**
   * Ends it with SIGTERM, and with SIGKILL after `timeout` milliseconds. The default is the `stopTimeout`
   * that the program reported, in which it finishes its work, plus a margin in which it exits.
   */
  stop(timeout?: number): Promise<void>;
}

/** All programs export traces to the same place. */
const INHERITED = [
  'PATH',
  'HOME',
  'TZ',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER_ARG',
];

/**
 * Milliseconds between the end of a program's `stopTimeout` and SIGKILL; the `stopTimeout` of one that
 * reports none.
 */
const MARGIN = 500;
const STOP_TIMEOUT = 1_000;

/** Milliseconds that a program may take to end when its start is aborted. */
const ABORT_TIMEOUT = 1_000;

/**
 * Starts one of our Node programs as a separate process and waits until it reports that it is ready.
 * @param signal ends it while it starts.
 * @throws OperatorError with the reason that the program reported, once it has ended.
 */
export async function startProgram(
  program: Program,
  signal?: AbortSignal,
  limits?: StartLimits,
): Promise<RunningProgram> {
  const log = await openLogFile(program.logFile);
  if (signal?.aborted) log.end();
  signal?.throwIfAborted();
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const { file, execArgv, cache } = codeOf(program);
  if (program.semiSpace !== undefined) execArgv.push(`--max-semi-space-size=${program.semiSpace}`);
  const child = fork(file, [], {
    env: { ...Object.fromEntries(inherited), ...memorySettings(cache), ...program.env },
    execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Its own process group: Ctrl-C in the terminal reaches only the supervisor, which then stops everything
    // in order.
    detached: true,
  });
  // Two streams write to the log: the end of the first must not close it.
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(log, { end: false });
  child.once('close', () => log.end());
  const ended = endOf(child);
  const abort = () => void stop(child, ended, ABORT_TIMEOUT).catch(() => {});
  signal?.addEventListener('abort', abort);
  let stopTimeout: number;
  try {
    stopTimeout = await ready(program, child, ended, limits);
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

/** Returns what Node runs and the folder of its compile cache: a bundle, or the source. */
function codeOf({ file, bundles, env, dataDir }: Program) {
  const source = {
    file,
    execArgv: [] as string[],
    cache: process.env['NODE_COMPILE_CACHE'] ?? (dataDir && join(dataDir, 'compiled')),
  };
  // Modules that are loaded before the program's own may look for its sources, as those of tests/chaos do.
  const folder = env['NODE_OPTIONS'] === undefined ? bundles?.() : undefined;
  if (folder === undefined) return source;
  // Stacks name lines of the sources.
  return {
    file: bundleOf(folder, file),
    execArgv: ['--enable-source-maps'],
    cache: compiledFolder(folder),
  };
}

/**
 * Returns the variables that keep an idle Node program small (docs/decisions/0030-start.md): two malloc
 * arenas instead of one per thread, and the modules compiled by an earlier start, which also spare each
 * program Node's type stripper.
 */
function memorySettings(cache: string | undefined): Record<string, string> {
  return { MALLOC_ARENA_MAX: '2', ...(cache && { NODE_COMPILE_CACHE: cache }) };
}

/** Describes a program to its supervisor. */
export function supervised(program: Program): Supervised {
  return { logFile: program.logFile, start: (signal) => startProgram(program, signal) };
}

/** Resolves, when the process has ended, to a description of how it ended. */
export async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = await once(child, 'exit');
  return signal ? `signal ${signal}` : `exit code ${code}`;
}

/** @returns milliseconds that the program's shutdown may take. */
async function ready(
  { name, logFile, progress }: Program,
  child: ChildProcess,
  ended: Promise<string>,
  limits: StartLimits | undefined,
): Promise<number> {
  let reason: string | undefined;
  const messages = new Promise<number>((resolve) => {
    child.on('message', (message: ProgramMessage) => {
      if (message.type === 'progress') progress?.(message.line);
      if (message.type === 'failed') reason = message.message;
      if (message.type === 'ready') resolve(message.stopTimeout ?? STOP_TIMEOUT);
    });
  });
  const failed = ended.then((how) => {
    throw new OperatorError(reason ?? `${name} did not start (${how}); see ${logFile}.`);
  });
  failed.catch(() => {});
  const giveUp = (reason: string) => {
    child.kill('SIGKILL');
    return new OperatorError(`${name} did not start: it ${reason}; see ${logFile}.`);
  };
  return whileItProgresses(Promise.race([messages, failed]), child, giveUp, limits);
}

async function stop(child: ChildProcess, ended: Promise<string>, timeout: number): Promise<void> {
  child.kill('SIGTERM');
  const gone = await Promise.race([ended.then(() => true), delay(timeout, false, { ref: false })]);
  if (!gone) child.kill('SIGKILL');
  await ended;
}
