/** The processes of a running shop and their CPU time (Linux: /proc). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The service, `MongoDB of orders`, or `PostgreSQL: events` for the backends of a database. */
  readonly name: string;
  /** The port of a service's server; undefined for any other process. */
  readonly port: number | undefined;
  /** Milliseconds of CPU time, including that of children that have ended. */
  readonly cpu: number;
  /** Bytes that it has caused to be written to disk. */
  readonly written: number;
}

/** Reads a process and its descendants. One that ends meanwhile is left out; its parent has its CPU time. */
export async function processesOf(pid: number): Promise<Process[]> {
  const pids = await treeOf(pid);
  return (await Promise.all(pids.map(readOne))).flatMap((one) => one ?? []);
}

async function treeOf(pid: number): Promise<number[]> {
  const children = (await read(pid, `task/${pid}/children`)).split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()];
}

/** The length of a tick of /proc/PID/stat, in milliseconds (proc(5); USER_HZ is 100 on Linux). */
const TICK = 10;

async function readOne(pid: number): Promise<Process | undefined> {
  const [stat, command, io] = await Promise.all([read(pid, 'stat'), read(pid, 'cmdline'), read(pid, 'io')]);
  if (stat === '' || command === '') return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Fields 14 to 17 of proc(5): utime, stime, cutime and cstime; field 4 is the parent.
  const times = fields.slice(11, 15);
  const written = Number(/^write_bytes: (\d+)$/m.exec(io)?.[1] ?? 0);
  const cpu = times.reduce((sum, ticks) => sum + Number(ticks), 0) * TICK;
  return { pid, parent: Number(fields[1]), ...(await describe(pid, command)), cpu, written };
}

async function describe(pid: number, command: string): Promise<Pick<Process, 'name' | 'port'>> {
  const words = command.split('\0');
  const title = words.join(' ');
  // A backend's title is `postgres: ROLE DATABASE HOST(PORT) STATE`.
  const backend = /^postgres: \S+ (\S+) \S+\(\d+\)/.exec(title)?.[1];
  if (backend !== undefined)
    return { name: `PostgreSQL: ${backend.replace('holdfast_', '')}`, port: undefined };
  if (/^postgres: |postgres -D /.test(title)) return { name: 'PostgreSQL itself', port: undefined };
  const file = words.find((word) => /main\.(?:ts|mjs)$/.test(word)) ?? '';
  const folder = basename(file.replace(/(\/src)?\/main\.(?:ts|mjs)$/, ''));
  if (folder === 'dev') return { name: 'npm start itself', port: undefined };
  if (folder !== 'mongo') return { name: folder || title.trim(), port: await settingOf(pid, 'PORT', Number) };
  const owner = await settingOf(pid, 'MONGO_SERVER', (text) => (JSON.parse(text) as { name: string }).name);
  // Earlier revisions run one process for all services.
  return { name: owner === undefined ? 'MongoDB' : `MongoDB of ${owner}`, port: undefined };
}

async function settingOf<T>(pid: number, name: string, parse: (text: string) => T): Promise<T | undefined> {
  const prefix = `${name}=`;
  const setting = (await read(pid, 'environ')).split('\0').find((one) => one.startsWith(prefix));
  return setting === undefined ? undefined : parse(setting.slice(prefix.length));
}

const read = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
