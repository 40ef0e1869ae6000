/** Processes that are bound to one core each, and what they have used of it (Linux: /proc and taskset). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

/** The gateway that is measured has a core for itself; all else is on the other one. */
export const CORES = { gateway: 0, rest: 1 } as const;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface Started extends AsyncDisposable {
  readonly pid: number;
  readonly process: ChildProcess;
  /** What it has written last, to say why it ended. */
  output(): string;
}

/** Binds this process to the core for the rest; what it has started ends with it, however it is ended.
 * @throws Error when the machine cannot bind processes to two cores. */
export function bindMyself(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const { status } = spawnSync('taskset', ['-p', '-c', String(CORES.rest), String(process.pid)]);
  if (status !== 0) throw new Error('This needs Linux, two cores and taskset (of util-linux).');
}

/**
 * Starts a process; disposal ends it.
 * @param core what it is bound to; null for none.
 * @param messages whether it is one of Node, and gets a channel for messages.
 */
export function startOn(
  core: number | null,
  { command, args, env = {}, cwd }: Command,
  messages = false,
): Started {
  const [file = command, ...rest] = [
    ...(core === null ? [] : ['taskset', '-c', String(core)]),
    command,
    ...args,
  ];
  const child = spawn(file, rest, {
    env: { ...process.env, ...env },
    cwd,
    stdio: messages ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  let last = '';
  const keep = (chunk: Buffer) => {
    last = (last + chunk).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = once(child, 'exit');
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return {
    pid: child.pid ?? 0,
    process: child,
    output: () => last,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** CPU time of all its threads since its start, in milliseconds (proc(5): fields 14 and 15, in hundredths of a second). */
export async function cpuTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Its largest resident memory so far, in MB. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}
