/** Inflicts a plan's faults on the shop. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import type { DatabaseServer } from '../../../dev/src/databaseServers.ts';
import type { Fault } from '../plan/faults.ts';
import type { ChaosShop } from '../shop/chaosShop.ts';

/** Breaks the target, waits for the duration of the fault, and repairs it. Resolves once it is repaired. */
export async function inflict({ shop, links }: ChaosShop, fault: Fault): Promise<void> {
  const { holdfast } = shop;
  switch (fault.kind) {
    case 'kill':
      return holdfast.program(fault.target)?.kill('SIGKILL');
    case 'freeze': {
      const program = holdfast.program(fault.target);
      program?.kill('SIGSTOP');
      await delay(fault.lasts);
      return program?.kill('SIGCONT');
    }
    case 'crash':
      return crash(await pidsOf(shop, fault.target));
    case 'pause':
      return pause(await pidsOf(shop, fault.target), fault.lasts);
    case 'terminate':
      return fault.target === 'events'
        ? terminate(holdfast.databases.eventsUrl, null)
        : terminate(holdfast.databases.urls.postgres[fault.target], fault.target);
    case 'cut':
      return links.named(fault.target).cut();
    case 'delay':
      links.named(fault.target).set({ kind: 'delay', by: fault.by });
      await delay(fault.lasts);
      return links.named(fault.target).set({ kind: 'open' });
    case 'lose':
    case 'refuse':
    case 'stall':
      links.named(fault.target).set({ kind: fault.kind });
      await delay(fault.lasts);
      return links.named(fault.target).set({ kind: 'open' });
    default:
      return fault satisfies never;
  }
}

/** Returns the server's process and its children; none while the server restarts. */
async function pidsOf({ holdfast }: ChaosShop['shop'], server: DatabaseServer): Promise<number[]> {
  const pid = holdfast.databases.program(server)?.pid;
  return pid === undefined ? [] : [pid, ...(await childrenOf(pid))];
}

/** Kills the server and all of its processes at once and without warning, as a power failure does. */
function crash(pids: readonly number[]): void {
  for (const pid of pids) signal(pid, 'SIGKILL');
}

async function pause(pids: readonly number[], lasts: number): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await delay(lasts);
  for (const pid of pids) signal(pid, 'SIGCONT');
}

/**
 * Reads the children from `/proc`, which only Linux has. Elsewhere it returns none, and PostgreSQL's
 * processes notice by themselves that their parent has gone.
 */
async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** Sends a signal. A process that has ended meanwhile is ignored. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Ends the connections to a database. A server that cannot be reached has ended them already.
 * @param service whose connections to end; null for those of every service.
 */
async function terminate(url: string, service: string | null): Promise<void> {
  const database = await connectPostgres({ url, name: 'chaos', connections: 1 }).catch(() => undefined);
  if (!database) return;
  try {
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where ($1::text is null or application_name = $1) and datname = current_database() and pid <> pg_backend_pid()`,
      [service],
    );
  } catch {
    // The server stopped meanwhile.
  } finally {
    await database.end();
  }
}
