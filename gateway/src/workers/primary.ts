/** One process that keeps several at work: they answer on one port, each on a core of its own. */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { ProcessMessage, Running } from '@holdfast/kit-process/lifecycle';
import { createRestarts } from './restarts.ts';

/** Milliseconds between two attempts when others are at work, and cannot be given up for the one that is not. */
const LONG_PAUSE = 10_000;

export interface PrimaryOptions {
  /** How many. */
  readonly workers: number;
  /** Milliseconds that a worker may take to end. */
  readonly stopTimeout: number;
  readonly now: Monotonic;
  readonly log: Log;
}

export interface Primary extends Running {
  readonly broken: Promise<never>;
  /** Passes a signal on to the workers that are ready. */
  signal(signal: NodeJS.Signals): void;
}

/**
 * Starts the workers, which run the same program, and waits until all answer. One that dies is started again, after a
 * pause that grows; `broken` rejects when they die at once again and again, and none answers.
 * @throws OperatorError with what the first one says is wrong.
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
    // Port 0 is the same for all while one of them lives.
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
      broken.reject(new OperatorError(`the workers die as soon as they start (${how}); the log says why.`));
      return;
    }
    log.error({ how, milliseconds: pause }, 'a worker died, and is started again');
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
    // The first one alone, so that what is wrong with all is said once.
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

/** @throws OperatorError when it ended before it was ready. */
function readiness(worker: Worker, ended: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said: string | undefined;
    worker.on('message', (message: ProcessMessage) => {
      if (message.type === 'ready') resolve(message.url);
      if (message.type === 'failed') said = message.message.replace(/^gateway: /, '');
    });
    void ended.then((how) => reject(new OperatorError(said ?? `a worker did not start (${how}).`)));
  });
}
