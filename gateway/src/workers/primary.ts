/** The primary process: it runs several workers that listen on one port, each on its own core. */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { ProcessMessage, Running } from '@holdfast/kit-process/lifecycle';
import { createRestarts } from './restarts.ts';

/**
 * The milliseconds between two restarts of a worker that keeps failing while others work, which must not end
 * because of it.
 */
const LONG_PAUSE = 10_000;

export interface PrimaryOptions {
  /** The number of workers. */
  readonly workers: number;
  /** The milliseconds that a worker may take to stop. */
  readonly stopTimeout: number;
  readonly now: Monotonic;
  readonly log: Log;
}

export interface Primary extends Running {
  readonly broken: Promise<never>;
  /** Forwards a signal to the workers that are ready. */
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts the workers, which run the same program, and waits until all are ready. A worker that exits is
 * restarted with a backoff; `broken` rejects when workers keep exiting right after their start and none is
 * ready.
 * @throws OperatorError with the message of the first worker when it cannot start.
 */
export async function startWorkers({ workers, stopTimeout, now, log }: PrimaryOptions): Promise<Primary> {
  const ready = new Set<Worker>();
  const alive = new Set<Worker>();
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {});
  const restarts = createRestarts(now);
  let env: Record<string, string> = {};
  let port: string | undefined;
  let stopping = false;

  async function start(): Promise<string> {
    const since = now();
    // All workers share the port that 0 stands for as long as one of them runs.
    if (alive.size === 0 && port !== undefined) env = { PORT: port };
    const worker = cluster.fork(env);
    alive.add(worker);
    const ended = once(worker, 'exit').then(([code, signal]: unknown[]) => {
      alive.delete(worker);
      ready.delete(worker);
      return signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`;
    });
    const url = await readiness(worker, ended);
    ready.add(worker);
    void ended.then((how) => again(how, since));
    return url;
  }

  function again(how: string, since: number): void {
    if (stopping) return;
    const pause = restarts.next(since) ?? (ready.size > 0 ? LONG_PAUSE : null);
    if (pause === null) {
      broken.reject(
        new OperatorError(`the workers exit as soon as they start (${how}); the log has the reason.`),
      );
      return;
    }
    log.error({ how, milliseconds: pause }, 'a worker crashed and is restarted');
    setTimeout(() => {
      if (stopping) return;
      const from = now();
      start().then(
        () => log.info({}, 'a worker answers again'),
        (error: Error) => again(error.message, from),
      );
    }, pause);
  }

  async function stop(): Promise<void> {
    stopping = true;
    const ends = [...alive].map((worker) => once(worker, 'exit'));
    for (const worker of alive) worker.process.kill('SIGTERM');
    const killing = setTimeout(() => {
      for (const worker of alive) worker.process.kill('SIGKILL');
    }, stopTimeout);
    await Promise.all(ends);
    clearTimeout(killing);
  }

  try {
    // The first one starts alone, so that an error of all workers is reported once.
    const url = await start();
    ({ port } = new URL(url));
    await Promise.all(Array.from({ length: workers - 1 }, start));
    return {
      url,
      stop,
      stopTimeout: stopTimeout + 1_000,
      broken: broken.promise,
      signal: (signal) => {
        for (const worker of ready) worker.process.kill(signal);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the worker is ready. @throws OperatorError when it exits before. */
function readiness(worker: Worker, ended: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    worker.on('message', (message: ProcessMessage) => {
      if (message.type === 'ready') resolve(message.url);
      if (message.type === 'failed') failure = message.message.replace(/^gateway: /, '');
    });
    void ended.then((how) => reject(new OperatorError(failure ?? `a worker did not start (${how}).`)));
  });
}
