import { setTimeout as delay } from 'node:timers/promises';
import { type Program, type RunningProgram, startProgram } from './childProcess.ts';
import type { Service } from './services.ts';

/** A service that crashes this often within the time, in milliseconds, is not started again. */
const CRASHES = { count: 5, within: 60_000 } as const;
/** Milliseconds before a crashed service is started again. */
const PAUSE = 500;

export interface Supervision {
  /** The process of a service, while it runs. */
  program(service: Service): RunningProgram | undefined;
  /** Rejects when a service crashed too often. */
  readonly failed: Promise<never>;
  /** Starts services at once, and waits until all are ready. @throws OperatorError of the first that is not. */
  start(services: readonly Service[]): Promise<void>;
  /** Ends services at once; each has `timeout` milliseconds to finish what it does. */
  stop(services: readonly Service[], timeout: number): Promise<void>;
}

/**
 * Keeps services running: one that ends without being asked to is started again, with a line that says so.
 * @param programOf what to run for a service.
 * @param warn gets that line.
 */
export function supervise(
  programOf: (service: Service) => Program,
  warn: (line: string) => void,
): Supervision {
  const running = new Map<Service, RunningProgram>();
  const crashes = new Map<Service, number[]>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const stopping = new Set<Service>();

  async function startOne(service: Service): Promise<void> {
    const program = await startProgram(programOf(service));
    if (stopping.has(service)) return program.stop(PAUSE);
    running.set(service, program);
    void program.ended.then((how) => {
      running.delete(service);
      if (!stopping.has(service)) void startAgain(service, how);
    });
  }

  async function startAgain(service: Service, how: string): Promise<void> {
    const { logFile } = programOf(service);
    const now = performance.now();
    const recent = [...(crashes.get(service) ?? []), now].filter((time) => time > now - CRASHES.within);
    crashes.set(service, recent);
    if (recent.length > CRASHES.count) {
      return reject(new Error(`${service} crashed ${recent.length} times in a minute; see ${logFile}.`));
    }
    warn(`${service} crashed (${how}) and is started again; if it goes on, see ${logFile}.`);
    await delay(PAUSE);
    if (!stopping.has(service)) await startOne(service).catch(reject);
  }

  return {
    program: (service) => running.get(service),
    failed,
    start: async (services) => {
      await Promise.all(services.map(startOne));
    },
    stop: async (services, timeout) => {
      for (const service of services) stopping.add(service);
      await Promise.all(services.map((service) => running.get(service)?.stop(timeout)));
    },
  };
}
