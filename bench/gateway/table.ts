/** Formats the results as Markdown. */
import type { QueryName } from './federation/queries.ts';
import { GATEWAYS, type GatewayName } from './gateways.ts';
import type { Measured } from './load.ts';

/** All rounds of one gateway. */
export interface Results {
  readonly measured: Readonly<Record<QueryName, readonly Measured[]>>;
  /** Requests to subgraphs for a single client request without load, in each round. */
  readonly fetches: Readonly<Record<QueryName, readonly number[]>>;
  /** Peak resident memory of each round, in MB. */
  readonly memory: readonly number[];
}

export type AllResults = Partial<Record<GatewayName, Results>>;

/** Returns a table of all queries' requests per second and the peak memory, then a table for each query. */
export function tables(results: AllResults, queries: readonly QueryName[]): string {
  const names = Object.keys(results) as GatewayName[];
  const rate = (name: GatewayName, query: QueryName) => middle(results[name], query, 'rate');
  const all = table(
    ['requests a second', ...queries, 'peak MB'],
    names.map((name) => [
      GATEWAYS[name].title,
      ...queries.map((query) => count(rate(name, query))),
      count(median(results[name]?.memory ?? [])),
    ]),
  );
  const single = queries.map((query) => {
    const rows = names.map((name) => {
      const of = (key: keyof Measured) => middle(results[name], query, key);
      return [
        GATEWAYS[name].title,
        count(of('rate')),
        (of('rate') / rate('stock', query)).toFixed(1),
        (of('rate') / rate('rust', query)).toFixed(2),
        of('p50').toFixed(1),
        of('p99').toFixed(1),
        of('cpu').toFixed(2),
        `${(of('share') * 100).toFixed(0)} %`,
        count(median(results[name]?.fetches[query] ?? [])),
        of('fetches').toFixed(1),
      ].map((cell) => (cell === 'NaN' ? '–' : cell));
    });
    return table(
      [
        query,
        'a second',
        '/ stock',
        '/ Rust',
        'p50 ms',
        'p99 ms',
        'CPU ms',
        'of its core',
        'fetches',
        'under load',
      ],
      rows,
    );
  });
  return [all, ...single].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map((_, n) => (n === 0 ? '---' : '---:'))) + rows.map(line).join('');
}

function middle(results: Results | undefined, query: QueryName, key: keyof Measured): number {
  return median((results?.measured[query] ?? []).map((one) => one[key]));
}

/** Returns NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

function count(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');
}
