/** The lifecycle of a process: read the settings, start, report readiness, drain on a signal, exit. */
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { startTelemetry, type Telemetry } from '@holdfast/kit-telemetry/start';

export interface Running {
  /** The base URL of the process, such as `http://127.0.0.1:4001`. */
  readonly url: string;
  /** Drains the process: takes no new work, finishes running work and closes connections. */
  stop(): Promise<void>;
  /** Milliseconds after which the process exits even if `stop` has not finished. 8,000 by default. */
  readonly stopTimeout?: number;
  /** Rejects when the process cannot continue. The process then fails with the reason. */
  readonly broken?: Promise<never>;
}

export interface ProcessOptions {
  /**
   * True when a parent process reports for this one, in the log and on standard error, that it is ready or
   * why it did not start.
   */
  readonly reportedByParent?: boolean;
}

/** The messages that a process sends to its parent over the IPC channel, when there is one. */
export type ProcessMessage =
  /** `stopTimeout`: milliseconds after which a draining process exits by itself. */
  { type: 'ready'; url: string; stopTimeout: number } | { type: 'failed'; message: string };

/** Milliseconds that draining may take. */
const STOP_TIMEOUT = 8_000;

/**
 * Runs a service until it stops. Called by a `main.ts`; only the two of them use `process`.
 *
 * SIGTERM, SIGINT, and the exit of a parent that is connected by IPC stop the service with exit code 0. A
 * service that is still starting exits at once. A fault that an operator can fix becomes one line on standard
 * error and exit code 1; a defect is logged with its stack. Traces are exported from before the start until
 * after the stop (`telemetry/start.ts`).
 */
export async function runProcess(
  name: string,
  start: (log: (log: Log) => void) => Promise<Running>,
  { reportedByParent = false }: ProcessOptions = {},
): Promise<void> {
  let log: Log | undefined;
  let running: Running | undefined;
  let telemetry: Telemetry | undefined;
  let stopping = false;
  const fail = (error: unknown) => {
    const message = describe(error);
    if (log && !(error instanceof OperatorError)) log.error({ err: error }, message);
    else if (!reportedByParent || running) process.stderr.write(`${name}: ${message}\n`);
    sendToParent({ type: 'failed', message: `${name}: ${message}` });
    process.exitCode = 1;
    setImmediate(() => process.exit());
  };
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // A service that is still starting has no clients, and each of its changes to the database is a
    // transaction: it may be cut off.
    if (running) {
      const ended = running.stop().finally(() => telemetry?.stop());
      await Promise.race([ended, delay(running.stopTimeout ?? STOP_TIMEOUT)]).catch(fail);
    }
    process.exit();
  };
  process.on('uncaughtException', fail);
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void stop());
  // There is no event for a parent that exited while this program was loading.
  if (process.send && !process.connected) return stop();
  try {
    telemetry = await startTelemetry(name, process.env, () => log);
    running = await start((created) => {
      log = created;
    });
    sendToParent({ type: 'ready', url: running.url, stopTimeout: running.stopTimeout ?? STOP_TIMEOUT });
    if (!reportedByParent) log?.info({ url: running.url }, 'ready');
    running.broken?.catch(fail);
  } catch (error) {
    fail(error);
  }
}

function sendToParent(message: ProcessMessage): void {
  if (process.connected) process.send?.(message);
}

/** Describes an error in one line. For a port in use, the line says what to do. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `port ${String(error.port)} is taken by another program; stop it, or set PORT to a free port.`;
  }
  return error.message.split('\n', 1)[0] ?? error.name;
}
