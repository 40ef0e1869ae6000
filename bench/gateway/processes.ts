/** Processes that are bound to one core each, and their CPU time and memory (Linux: /proc and taskset). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

/** The measured gateway has its own core. Everything else runs on the other one. */
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
  /** Returns the end of its output, which shows why it ended. */
  output(): string;
}

/**
 * Binds this process to the core for the rest. Processes that it has started end with it, whatever ends it.
 * @throws Error when the machine cannot bind processes to two cores.
 */
export function bindMyself(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const { status } = spawnSync('taskset', ['-p', '-c', String(CORES.rest), String(process.pid)]);
  if (status !== 0) throw new Error('This needs Linux, two cores and taskset (of util-linux).');
}

/**
 * Starts a process, which disposal ends.
 * @param core the core that it is bound to; null for none.
 * @param messages true for a Node process that gets a channel for messages.
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

/**
 * Returns the CPU time of a process since its start, in milliseconds (proc(5): fields 14 and 15, in
 * hundredths of a second).
 */
export async function cpuTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Returns a process's peak resident memory, in MB. */
export async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}
