import { setTimeout as delay } from 'node:timers/promises';
import { type Program, type RunningProgram, startProgram } from './childProcess.ts';
import type { Service } from './services.ts';

/** A service that crashes more often within the time, in milliseconds, is not started again. */
export interface CrashLimit {
  readonly count: number;
  readonly within: number;
}

const CRASHES: CrashLimit = { count: 5, within: 60_000 };
/** Milliseconds before a crashed service is started again; twice as long after each more: a quarter of a minute in all. */
const PAUSE = 500;

export interface Supervision {
  /** The process of a service, while it runs. */
  program(service: Service): RunningProgram | undefined;
  /** Rejects when a service crashed too often. */
  readonly failed: Promise<never>;
  /** Starts services at once, and waits until all are ready. @throws OperatorError of the first that is not. */
  start(services: readonly Service[]): Promise<void>;
  /** Ends services at once, also those that are starting; each has the time that it says it needs to finish what it does. */
  stop(services: readonly Service[]): Promise<void>;
}

/**
 * Keeps services running: one that ends without being asked to is started again, with a line that says so.
 * @param programOf what to run for a service.
 * @param warn gets that line.
 */
export function supervise(
  programOf: (service: Service) => Program,
  warn: (line: string) => void,
  { pause = PAUSE, limit = CRASHES }: { pause?: number | undefined; limit?: CrashLimit | undefined } = {},
): Supervision {
  const running = new Map<Service, RunningProgram>();
  /** The last start of each, done or under way. */
  const starts = new Map<Service, Promise<void>>();
  const crashes = new Map<Service, number[]>();
  const stopping = new Map<Service, AbortController>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});

  function stoppingOf(service: Service): AbortController {
    const controller = stopping.get(service) ?? new AbortController();
    stopping.set(service, controller);
    return controller;
  }

  async function startOne(service: Service): Promise<void> {
    const { signal } = stoppingOf(service);
    const program = await startProgram(programOf(service), signal);
    running.set(service, program);
    void program.ended.then((how) => {
      running.delete(service);
      if (!signal.aborted) starts.set(service, startAgain(service, `crashed (${how})`));
    });
  }

  /** Never rejects: a start that fails is one more crash. */
  async function startAgain(service: Service, what: string): Promise<void> {
    const { signal } = stoppingOf(service);
    const { logFile } = programOf(service);
    const now = performance.now();
    const recent = [...(crashes.get(service) ?? []), now].filter((time) => time > now - limit.within);
    crashes.set(service, recent);
    if (recent.length > limit.count) {
      return reject(new Error(`${service} crashed ${recent.length} times in a minute; see ${logFile}.`));
    }
    warn(`${service} ${what} and is started again; if it goes on, see ${logFile}.`);
    try {
      await delay(pause * 2 ** (recent.length - 1), undefined, { signal });
      await startOne(service);
    } catch (error) {
      if (signal.aborted) return;
      await startAgain(service, `could not be started (${error instanceof Error ? error.message : error})`);
    }
  }

  async function stopOne(service: Service): Promise<void> {
    stoppingOf(service).abort();
    await starts.get(service)?.catch(() => {});
    await running.get(service)?.stop();
  }

  return {
    program: (service) => running.get(service),
    failed,
    start: async (services) => {
      for (const service of services) starts.set(service, startOne(service));
      await Promise.all(services.map((service) => starts.get(service)));
    },
    stop: async (services) => {
      await Promise.all(services.map(stopOne));
    },
  };
}
