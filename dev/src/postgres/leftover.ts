import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandOf } from '../processes.ts';

/** Milliseconds that processes may take to end after each signal. */
const STOP_TIMEOUT = 5_000;

/**
 * Ends the processes that still run on the folder: a server whose parent process was killed, or the
 * connections of a server that was killed itself. Connections end by themselves at their next check for the
 * server, which a long query postpones, and no other server starts on the folder while they hold its shared
 * memory.
 * @param postgres the server's program.
 */
export async function endLeftover(folder: string, postgres: string): Promise<void> {
  const server = async () => ((await isServerOf(folder)) ? [await pidIn(folder)] : []);
  await endAll(server, ['SIGINT', 'SIGQUIT']);
  await endAll(() => workersOn(folder, postgres), ['SIGQUIT', 'SIGKILL']);
}

async function endAll(find: () => Promise<readonly number[]>, signals: readonly NodeJS.Signals[]) {
  for (const signal of signals) {
    const deadline = performance.now() + STOP_TIMEOUT;
    let left = await find();
    for (const pid of left) kill(pid, signal);
    while (left.length > 0 && performance.now() < deadline) {
      await delay(50);
      left = await find();
    }
  }
}

async function pidIn(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => ''), 10);
}

/** Checks the command line: the PID may belong to another server by now, or to a connection of one. */
async function isServerOf(folder: string): Promise<boolean> {
  const pid = await pidIn(folder);
  return pid > 0 && (await commandOf(pid)).includes(`postgres -D ${folder} `);
}

/**
 * A server's processes work in its data folder. Only Linux shows that; elsewhere none is found, and the start
 * is retried.
 */
async function workersOn(folder: string, postgres: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const links = await Promise.all(
    pids.map(async (pid) => {
      const of = (name: string) => readlink(`/proc/${pid}/${name}`).catch(() => '');
      return (await of('exe')) === postgres && (await of('cwd')) === folder;
    }),
  );
  return pids.filter((_pid, n) => links[n]).map(Number);
}

/** Sends a signal; a process that has ended meanwhile is ignored. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
