import type { ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a process that starts is waited for. */
export interface StartPatience {
  /** Milliseconds without progress after which it is given up. */
  readonly idle: number;
  /** Milliseconds after which it is given up, whatever it does. */
  readonly longest: number;
}

const PATIENCE: StartPatience = { idle: 30_000, longest: 600_000 };

/** Looks within the idle time. A process that wanted a processor for one of them in all has made progress. */
const LOOKS = 30;

/**
 * Waits for a process that starts as long as it makes progress: it prints something, or wants to compute. The second is
 * the time that it had a processor together with the time that it waited for one, so a busy machine takes nothing from it,
 * while a process that waits for something else, and only looks now and then whether it is there, has none.
 * Looks are counted and not seconds: while this process is stopped, or gets no processor itself, nobody is given up.
 * @throws what `giveUp` makes of the reason, in words.
 */
export async function whileItProgresses<T>(
  ready: Promise<T>,
  child: Pick<ChildProcess, 'pid' | 'stdout' | 'stderr'>,
  giveUp: (reason: string) => Error,
  { idle, longest }: StartPatience = PATIENCE,
): Promise<T> {
  const look = idle / LOOKS;
  let printed = false;
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', () => (printed = true));
  const settled = ready.then(
    () => true,
    () => true,
  );
  let quiet = 0;
  let counted = 0;
  for (let looks = 0; !(await Promise.race([settled, delay(look, false, { ref: false })])); looks++) {
    const demand = await demandOf(child.pid);
    // Threads and children that ended have taken theirs along.
    counted = Math.min(counted, demand);
    quiet = printed || demand - counted >= look ? 0 : quiet + 1;
    if (quiet === 0) [printed, counted] = [false, demand];
    if (quiet >= LOOKS) throw giveUp(`made no progress for ${idle / 1000} seconds`);
    if (looks * look >= longest) throw giveUp(`was not ready within ${longest / 1000} seconds`);
  }
  return ready;
}

/**
 * Milliseconds for which the threads of a process and of its children had a processor or waited for one; 0 where the
 * system does not say (/proc/PID/schedstat is Linux's).
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
