import { setTimeout as delay } from 'node:timers/promises';

/** A running process, as its supervisor sees it. */
export interface RunningProcess {
  readonly pid: number | undefined;
  /** Resolves, when the process has ended for whatever reason, to a description of how it ended. */
  readonly ended: Promise<string>;
  /** Stops it gracefully, with the time that it needs to finish its work. */
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** A process to keep running. */
export interface Supervised {
  /** The file in which it reports problems. */
  readonly logFile: string;
  /**
   * Starts the process on the data that the previous one left, and waits until it is ready.
   * @param signal ends it while it starts.
   * @throws OperatorError with the problem; then nothing is left running.
   */
  start(signal: AbortSignal): Promise<RunningProcess>;
}

/** A process that crashes more often than `count` times `within` so many milliseconds is not restarted. */
export interface CrashLimit {
  readonly count: number;
  readonly within: number;
}

const CRASHES: CrashLimit = { count: 5, within: 60_000 };
/**
 * Milliseconds before the first restart; the pause doubles with each further crash, to a quarter of a minute
 * in all.
 */
const PAUSE = 500;
/** Milliseconds between the lines that name what is still starting. */
const SLOW = 5_000;

export interface SupervisionOptions {
  /** Receives a line when a process has crashed and is restarted. */
  readonly warn: (line: string) => void;
  /** Receives a line about processes that take long to start. */
  readonly progress: (line: string) => void;
  readonly pause?: number | undefined;
  readonly limit?: CrashLimit | undefined;
  readonly slow?: number | undefined;
}

export interface Supervision<Name extends string> {
  /** Returns the process with that name while it runs. */
  program(name: Name): RunningProcess | undefined;
  /** Rejects when a process has crashed too often. */
  readonly failed: Promise<never>;
  /**
   * Starts these concurrently and waits until all are ready.
   * @throws OperatorError of the first that fails.
   */
  start(names: readonly Name[]): Promise<void>;
  /** Stops these concurrently, including those that are starting. */
  stop(names: readonly Name[]): Promise<void>;
}

/** Keeps processes running: restarts one that ends unasked, and reports that in a line. */
export function supervise<Name extends string>(
  supervisedOf: (name: Name) => Supervised,
  { warn, progress, pause = PAUSE, limit = CRASHES, slow = SLOW }: SupervisionOptions,
): Supervision<Name> {
  const running = new Map<Name, RunningProcess>();
  /** The last start of each, finished or in progress. */
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

  /** Never rejects: a failed start counts as one more crash. */
  async function startAgain(name: Name, what: string): Promise<void> {
    const { signal } = stoppingOf(name);
    const { logFile } = supervisedOf(name);
    const now = performance.now();
    const recent = [...(crashes.get(name) ?? []), now].filter((time) => time > now - limit.within);
    crashes.set(name, recent);
    if (recent.length > limit.count) {
      return reject(new Error(`${name} crashed ${recent.length} times in a minute; see ${logFile}.`));
    }
    warn(`${name} ${what} and is started again; if this continues, see ${logFile}.`);
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
      const reminder = setInterval(() => {
        const late = names.filter((name) => !running.has(name));
        if (late.length > 0) progress(`Still starting ${late.join(', ')} …`);
      }, slow);
      try {
        await Promise.all(names.map((name) => starts.get(name)));
      } finally {
        clearInterval(reminder);
      }
    },
    stop: async (names) => {
      await Promise.all(names.map(stopOne));
    },
  };
}
