import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The time that a process may take to start. */
export interface StartLimits {
  /** Milliseconds without progress after which it is given up. */
  readonly idle: number;
  /** Milliseconds after which it is given up in any case. */
  readonly longest: number;
}

const LIMITS: StartLimits = { idle: 30_000, longest: 600_000 };

/**
 * Checks per idle time. A process that demanded processor time worth one interval between them has made
 * progress.
 */
const CHECKS = 30;

/**
 * Waits for a process to start as long as it makes progress: it prints something or demands processor time.
 * Demand is the time that it ran plus the time that it waited to run. A busy machine therefore does not
 * reduce it, and a process that waits for something else, polling now and then, has almost none. Checks are
 * counted, not seconds: while this process is stopped, or gets no processor itself, no process is given up.
 * @throws the error that `giveUp` builds from the reason.
 */
export async function whileItProgresses<T>(
  ready: Promise<T>,
  child: Pick<ChildProcess, 'pid' | 'stdout' | 'stderr'>,
  giveUp: (reason: string) => Error,
  { idle, longest }: StartLimits = LIMITS,
): Promise<T> {
  const interval = idle / CHECKS;
  let printed = false;
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', () => (printed = true));
  const settled = ready.then(
    () => true,
    () => true,
  );
  let quiet = 0;
  let counted = 0;
  for (let checks = 0; !(await Promise.race([settled, delay(interval, false, { ref: false })])); checks++) {
    const demand = await demandOf(child.pid);
    // The demand of threads and children that have ended is no longer counted.
    counted = Math.min(counted, demand);
    quiet = printed || demand - counted >= interval ? 0 : quiet + 1;
    if (quiet === 0) [printed, counted] = [false, demand];
    if (quiet >= CHECKS) throw giveUp(`made no progress for ${idle / 1000} seconds`);
    if (checks * interval >= longest) throw giveUp(`was not ready within ${longest / 1000} seconds`);
  }
  return ready;
}

/**
 * Returns the milliseconds that the threads of a process and of its children ran or waited to run; 0 where
 * the system does not report them (only Linux has /proc/PID/schedstat).
 */
async function demandOf(pid: number | undefined): Promise<number> {
  const children = await read(`/proc/${pid}/task/${pid}/children`);
  const pids = [String(pid), ...children.split(' ').filter(Boolean)];
  const demands = await Promise.all(
    pids.map(async (each) => {
      const threads = await readdir(`/proc/${each}/task`).catch(() => []);
      return Promise.all(threads.map((thread) => read(`/proc/${each}/task/${thread}/schedstat`)));
    }),
  );
  return demands
    .flat()
    .map((line) => line.split(' ').map(Number))
    .reduce((sum, [ran = 0, waited = 0]) => sum + (ran + waited) / 1e6, 0);
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
