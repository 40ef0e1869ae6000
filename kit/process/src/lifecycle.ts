/** The life of a process: read settings, start, say that it is ready, drain on a signal, end. */
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { startTelemetry, type Telemetry } from '@holdfast/kit-telemetry/start';

export interface Running {
  /** Where it answers, for the one who started it: `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Ends it: no new work, what runs is finished, connections are closed. */
  stop(): Promise<void>;
  /** Milliseconds that `stop` may take, before the process ends anyhow. 8 seconds by default. */
  readonly stopTimeout?: number;
  /** Rejects when it cannot go on: the process fails with the reason. */
  readonly broken?: Promise<never>;
}

export interface ProcessOptions {
  /** Whether a parent process says for it, in the log and on standard error, that it is ready or why it did not start. */
  readonly spokenFor?: boolean;
}

/** What a started process tells its parent over the IPC channel, when there is one. */
export type ProcessMessage =
  /** `stopTimeout`: milliseconds that its end may take, after which it ends itself. */
  { type: 'ready'; url: string; stopTimeout: number } | { type: 'failed'; message: string };

/** Milliseconds that ending may take. */
const STOP_TIMEOUT = 8_000;

/**
 * Runs a service to its end, in a `main.ts`: the only caller of `process` besides it.
 *
 * SIGTERM, SIGINT and the end of a parent process that is connected by IPC each stop it, with exit code 0; one that
 * is still starting ends at once. What an operator can mend is one line on standard error and exit code 1; a
 * defect is logged with its stack. Traces are exported from before its start to after its end (`telemetry/start.ts`).
 */
export async function runProcess(
  name: string,
  start: (log: (log: Log) => void) => Promise<Running>,
  { spokenFor = false }: ProcessOptions = {},
): Promise<void> {
  let log: Log | undefined;
  let running: Running | undefined;
  let telemetry: Telemetry | undefined;
  let stopping = false;
  const fail = (error: unknown) => {
    const message = describe(error);
    if (log && !(error instanceof OperatorError)) log.error({ err: error }, message);
    else if (!spokenFor || running) process.stderr.write(`${name}: ${message}\n`);
    tell({ type: 'failed', message: `${name}: ${message}` });
    process.exitCode = 1;
    setImmediate(() => process.exit());
  };
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Nobody was told of it yet, and what it does to its database is one transaction each: that may be cut.
    if (running) {
      const ended = running.stop().finally(() => telemetry?.stop());
      await Promise.race([ended, delay(running.stopTimeout ?? STOP_TIMEOUT)]).catch(fail);
    }
    process.exit();
  };
  process.on('uncaughtException', fail);
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop());
  // A parent that ended while this program was loaded is gone without an event.
  if (process.send && !process.connected) return stop();
  try {
    telemetry = await startTelemetry(name, process.env, () => log);
    running = await start((created) => {
      log = created;
    });
    tell({ type: 'ready', url: running.url, stopTimeout: running.stopTimeout ?? STOP_TIMEOUT });
    if (!spokenFor) log?.info({ url: running.url }, 'ready');
    running.broken?.catch(fail);
  } catch (error) {
    fail(error);
  }
}

function tell(message: ProcessMessage): void {
  if (process.connected) process.send?.(message);
}

/** One line for an error; the ones that an operator meets get what to do about them. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${String(error.port)} is taken by another program; end that one, or set PORT to a free port.`;
  }
  return error.message.split('\n', 1)[0] ?? error.name;
}
