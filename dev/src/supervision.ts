import { setTimeout as delay } from 'node:timers/promises';

/** What runs, to the one who keeps it running. */
export interface RunningProcess {
  readonly pid: number | undefined;
  /** Resolves when the process ended, wanted or not: how, in words. */
  readonly ended: Promise<string>;
  /** Ends it in order; it has the time that it needs to finish what it does. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** What is to be kept running. */
export interface Supervised {
  /** Where it says what is wrong. */
  readonly logFile: string;
  /**
   * Starts its process on what it left, and waits until it is ready.
   * @param signal ends it while it starts.
   * @throws OperatorError with what is wrong; then nothing is left of it.
   */
  start(signal: AbortSignal): Promise<RunningProcess>;
}

/** What crashes more often within the time, in milliseconds, is not started again. */
export interface CrashLimit {
  readonly count: number;
  readonly within: number;
}

const CRASHES: CrashLimit = { count: 5, within: 60_000 };
/** Milliseconds before what crashed is started again; twice as long after each more: a quarter of a minute in all. */
const PAUSE = 500;
/** Milliseconds after which it is said what still starts, again and again. */
const SLOW = 5_000;

export interface SupervisionOptions {
  /** Told when something crashed and is started again. */
  readonly warn: (line: string) => void;
  /** Told what takes long to start. */
  readonly progress: (line: string) => void;
  readonly pause?: number | undefined;
  readonly limit?: CrashLimit | undefined;
  readonly slow?: number | undefined;
}

export interface Supervision<Name extends string> {
  /** The process of that name, while it runs. */
  program(name: Name): RunningProcess | undefined;
  /** Rejects when one crashed too often. */
  readonly failed: Promise<never>;
  /** Starts these at once, and waits until all are ready. @throws OperatorError of the first that is not. */
  start(names: readonly Name[]): Promise<void>;
  /** Ends these at once, also those that are starting. */
  stop(names: readonly Name[]): Promise<void>;
}

/** Keeps processes running: one that ends without being asked to is started again, with a line that says so. */
export function supervise<Name extends string>(
  supervisedOf: (name: Name) => Supervised,
  { warn, progress, pause = PAUSE, limit = CRASHES, slow = SLOW }: SupervisionOptions,
): Supervision<Name> {
  const running = new Map<Name, RunningProcess>();
  /** The last start of each, done or under way. */
  const starts = new Map<Name, Promise<void>>();
  const crashes = new Map<Name, number[]>();
  const stopping = new Map<Name, AbortController>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});

  function stoppingOf(name: Name): AbortController {
    const controller = stopping.get(name) ?? new AbortController();
    stopping.set(name, controller);
    return controller;
  }

  async function startOne(name: Name): Promise<void> {
    const { signal } = stoppingOf(name);
    const started = await supervisedOf(name).start(signal);
    running.set(name, started);
    void started.ended.then((how) => {
      running.delete(name);
      if (!signal.aborted) starts.set(name, startAgain(name, `crashed (${how})`));
    });
  }

  /** Never rejects: a start that fails is one more crash. */
  async function startAgain(name: Name, what: string): Promise<void> {
    const { signal } = stoppingOf(name);
    const { logFile } = supervisedOf(name);
    const now = performance.now();
    const recent = [...(crashes.get(name) ?? []), now].filter((time) => time > now - limit.within);
    crashes.set(name, recent);
    if (recent.length > limit.count) {
      return reject(new Error(`${name} crashed ${recent.length} times in a minute; see ${logFile}.`));
    }
    warn(`${name} ${what} and is started again; if it goes on, see ${logFile}.`);
    try {
      await delay(pause * 2 ** (recent.length - 1), undefined, { signal });
      await startOne(name);
    } catch (error) {
      if (signal.aborted) return;
      await startAgain(name, `could not be started (${error instanceof Error ? error.message : error})`);
    }
  }

  async function stopOne(name: Name): Promise<void> {
    stoppingOf(name).abort();
    await starts.get(name)?.catch(() => {});
    await running.get(name)?.stop();
  }

  return {
    program: (name) => running.get(name),
    failed,
    start: async (names) => {
      for (const name of names) starts.set(name, startOne(name));
      const telling = setInterval(() => {
        const late = names.filter((name) => !running.has(name));
        if (late.length > 0) progress(`Still starting ${late.join(', ')} …`);
      }, slow);
      try {
        await Promise.all(names.map((name) => starts.get(name)));
      } finally {
        clearInterval(telling);
      }
    },
    stop: async (names) => {
      await Promise.all(names.map(stopOne));
    },
  };
}
