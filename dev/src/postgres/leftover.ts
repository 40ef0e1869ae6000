import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { commandOf } from '../processes.ts';

/** Milliseconds that a server may take to end in order. */
const STOP_TIMEOUT = 5_000;

/** Ends a server that still runs on the folder because the program that had started it was killed. */
export async function endLeftover(folder: string): Promise<void> {
  const file = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(file, 10);
  // The number may be another server's by now, or that of a connection to one.
  const runs = async () => (await commandOf(pid)).includes(`postgres -D ${folder} `);
  if (!(pid > 0) || !(await runs())) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
    const deadline = performance.now() + STOP_TIMEOUT;
    while (performance.now() < deadline) {
      if (!(await runs())) return;
      await delay(50);
    }
  }
}
