/** Sums up a CPU profile by function and by place (V8's format, as `node --cpu-prof` writes it). */

export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      /** A file's URL, a `node:` module, or empty for V8's own work. */
      readonly url: string;
      /** From 0. */
      readonly lineNumber: number;
    };
  }[];
  /** Microseconds, on a clock that all processes share. */
  readonly startTime: number;
  /** The node that ran, for each sample. */
  readonly samples: readonly number[];
  /** Microseconds since the previous sample. */
  readonly timeDeltas: readonly number[];
}

export interface Spent {
  readonly name: string;
  /** The share of the time that was not idle, from 0 to 1. */
  readonly share: number;
}

/** The function name of a waiting process. */
const IDLE = '(idle)';

/**
 * Returns the functions on top of the stack, and their folders or packages, the most expensive first.
 * @param from,to the measured period, in microseconds of the profile's clock.
 * @param root the repository's folder.
 */
export function whereTimeWent(
  { nodes, startTime, samples, timeDeltas }: CpuProfile,
  { from, to }: { readonly from: number; readonly to: number },
  root: string,
): { readonly functions: readonly Spent[]; readonly places: readonly Spent[] } {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map<string, number>();
  const places = new Map<string, number>();
  let now = startTime;
  for (const [n, id] of samples.entries()) {
    now += timeDeltas[n] ?? 0;
    // A sample covers the time until the next one.
    const time = timeDeltas[n + 1] ?? 0;
    const frame = frames.get(id);
    if (!frame || frame.functionName === IDLE || now < from || now > to) continue;
    const { functionName, url, lineNumber } = frame;
    const where = url ? ` ${shortened(url, root)}:${lineNumber + 1}` : '';
    add(functions, `${functionName || '(anonymous)'}${where}`, time);
    add(places, placeOf(frame, root), time);
  }
  return { functions: ranked(functions), places: ranked(places) };
}

/**
 * Returns the place of a frame, such as `gateway/src/execution`, `@apollo/server`, `node:http`, `(garbage
 * collector)`.
 */
function placeOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame'], root: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const [, installed] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  return installed ?? shortened(url, root).split('/').slice(0, -1).join('/');
}

function shortened(url: string, root: string): string {
  const [, installed] = /.*\/node_modules\/(.*)/.exec(url) ?? [];
  return installed ?? url.replace('file://', '').replace(`${root}/`, '');
}

function add(times: Map<string, number>, name: string, time: number): void {
  times.set(name, (times.get(name) ?? 0) + time);
}

function ranked(times: ReadonlyMap<string, number>): Spent[] {
  const all = times.values().reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / all }))
    .toSorted((a, b) => b.share - a.share);
}
