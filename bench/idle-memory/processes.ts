/** The processes of a running shop, and their memory and CPU time (Linux: /proc). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

export interface Usage {
  readonly name: string;
  /** Proportional set size: a shared page counts partly for each process. In megabytes, as `rss` is. */
  readonly pss: number;
  readonly rss: number;
  /** Milliseconds of CPU time since its start. */
  readonly cpu: number;
}

/** Returns the usage of a process and its descendants. PostgreSQL's processes count as one. */
export async function usageOf(pid: number): Promise<Usage[]> {
  const all = (await Promise.all((await treeOf(pid)).map(readOne))).flatMap((usage) => usage ?? []);
  return [...Map.groupBy(all, ({ name }) => name)].map(([name, those]) => sumOf(name, those));
}

export function sumOf(name: string, usages: readonly Usage[]): Usage {
  const sum = (what: 'pss' | 'rss' | 'cpu') => usages.reduce((total, usage) => total + usage[what], 0);
  return { name, pss: sum('pss'), rss: sum('rss'), cpu: sum('cpu') };
}

async function treeOf(pid: number): Promise<number[]> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => ''))
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()];
}

/** Returns undefined for a process that has ended meanwhile. */
async function readOne(pid: number): Promise<Usage | undefined> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [memory, stat, command] = await Promise.all([read('smaps_rollup'), read('stat'), read('cmdline')]);
  if (memory === '' || stat === '') return undefined;
  const megabytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(memory)?.[1] ?? 0) / 1024;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    name: nameOf(command),
    pss: megabytes('Pss'),
    rss: megabytes('Rss'),
    cpu: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

function nameOf(command: string): string {
  if (/postgres( -D|:)/.test(command.replaceAll('\0', ' '))) return 'PostgreSQL';
  const file = command.split('\0').find((argument) => /main\.(?:ts|mjs)$/.test(argument)) ?? '';
  const folder = basename(file.replace(/(\/src)?\/main\.(?:ts|mjs)$/, ''));
  if (folder === 'mongo') return 'MongoDB';
  return folder === 'dev' ? 'npm start itself' : folder || command.split('\0').join(' ').trim();
}
