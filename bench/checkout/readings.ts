/** Readings of what a shop has done until a moment; the difference of two is what it did between them. */
import type { Postgres } from '../../kit/postgres/src/postgres.ts';
import { type Process, processesOf } from './processes.ts';
import type { Shop } from './shop.ts';

export interface Reading {
  /** Milliseconds, by performance.now(). */
  readonly at: number;
  readonly processes: readonly Process[];
  /** By database. */
  readonly commits: Amounts;
  /** Rows inserted, updated and deleted, by database. */
  readonly rowsWritten: Amounts;
  /** Statements by database; empty unless the server counts them. */
  readonly statements: Amounts;
  /** The position in the write-ahead log, in bytes. */
  readonly wal: number;
  /** How often the write-ahead log was synchronized to disk. */
  readonly walSyncs: number;
  /** The metrics of all services. */
  readonly metrics: readonly Sample[];
}

export type Amounts = Readonly<Record<string, number>>;

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads everything at the same time.
 *
 * A busy backend of PostgreSQL reports its statistics at most once a second, an idle one within ten seconds.
 * Readings under the same load therefore lag equally.
 */
export async function read(shop: Shop): Promise<Reading> {
  const at = performance.now();
  const [processes, databases, statements, wal, metrics] = await Promise.all([
    processesOf(shop.pid),
    readDatabases(shop.server),
    shop.statements ? readStatements(shop.server) : {},
    readWal(shop.server),
    readMetrics(shop),
  ]);
  return { at, processes, ...databases, statements, ...wal, metrics };
}

/** What happened between two readings. */
export interface Difference {
  readonly seconds: number;
  /** Milliseconds of CPU time, by process. */
  readonly cpu: Amounts;
  /** Bytes written to disk, by process. */
  readonly written: Amounts;
  readonly commits: Amounts;
  readonly rowsWritten: Amounts;
  readonly statements: Amounts;
  readonly wal: number;
  readonly walSyncs: number;
  /** Events given to the bus, by type. */
  readonly published: Amounts;
}

export function between(before: Reading, after: Reading): Difference {
  return {
    seconds: (after.at - before.at) / 1_000,
    cpu: cpuBetween(before.processes, after.processes),
    written: writtenBetween(before.processes, after.processes),
    commits: minus(after.commits, before.commits),
    rowsWritten: minus(after.rowsWritten, before.rowsWritten),
    statements: minus(after.statements, before.statements),
    wal: after.wal - before.wal,
    walSyncs: after.walSyncs - before.walSyncs,
    published: minus(publishedBy(after.metrics), publishedBy(before.metrics)),
  };
}

export function sumOf(amounts: Amounts): number {
  return Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
}

/** Reads the metrics of all services (the exposition format of Prometheus). */
export async function readMetrics({ metricsPorts }: Pick<Shop, 'metricsPorts'>): Promise<Sample[]> {
  const texts = metricsPorts.map(async (port) => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    if (!response.ok) throw new Error(`The metrics at port ${port} answer ${response.status}.`);
    return await response.text();
  });
  return (await Promise.all(texts)).flatMap((text) => text.split('\n').flatMap(sampleOf));
}

function sampleOf(line: string): Sample[] {
  const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
  if (name === undefined) return [];
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text]);
  return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
}

/** Sums the samples of a metric that have these labels. */
export function total(
  samples: readonly Sample[],
  metric: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const wanted = Object.entries(labels);
  return samples
    .filter((one) => one.name === metric && wanted.every(([name, text]) => one.labels[name] === text))
    .reduce((sum, { value }) => sum + value, 0);
}

function publishedBy(metrics: readonly Sample[]): Amounts {
  const types = metrics.flatMap(({ name, labels: { type } }) =>
    name === 'events_published_total' && type !== undefined ? [type] : [],
  );
  const amounts = [...new Set(types)].map((type) => [
    type,
    total(metrics, 'events_published_total', { type }),
  ]);
  return Object.fromEntries(amounts) as Record<string, number>;
}

/**
 * Sums by name what processes used between two readings. One that ended has left its CPU time to its parent,
 * from which its part before the first reading is taken away. So a parent has the rest of its ended children,
 * and the sum of all is exact.
 */
function cpuBetween(before: readonly Process[], after: readonly Process[]): Amounts {
  const earlier = new Map(before.map((process) => [process.pid, process.cpu]));
  const alive = new Set(after.map(({ pid }) => pid));
  const inherited: Record<number, number> = {};
  for (const { pid, parent, cpu } of before)
    if (!alive.has(pid)) inherited[parent] = (inherited[parent] ?? 0) + cpu;
  return sumByName(after, ({ pid, cpu }) => cpu - (earlier.get(pid) ?? 0) - (inherited[pid] ?? 0));
}

function writtenBetween(before: readonly Process[], after: readonly Process[]): Amounts {
  const earlier = new Map(before.map((process) => [process.pid, process.written]));
  return sumByName(after, ({ pid, written }) => written - (earlier.get(pid) ?? 0));
}

function sumByName(processes: readonly Process[], amountOf: (process: Process) => number): Amounts {
  const sums: Record<string, number> = {};
  for (const process of processes) sums[process.name] = (sums[process.name] ?? 0) + amountOf(process);
  return sums;
}

function minus(after: Amounts, before: Amounts): Amounts {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return Object.fromEntries([...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
}

async function readDatabases(server: Postgres): Promise<Pick<Reading, 'commits' | 'rowsWritten'>> {
  const { rows } = await server.query<{ name: string; commits: string; written: string }>(
    `select replace(datname, 'holdfast_', '') as name, xact_commit::text as commits,
       (tup_inserted + tup_updated + tup_deleted)::text as written
     from pg_stat_database where datname is not null and datname not in ('postgres', 'template0', 'template1')`,
  );
  return {
    commits: Object.fromEntries(rows.map(({ name, commits }) => [name, Number(commits)])),
    rowsWritten: Object.fromEntries(rows.map(({ name, written }) => [name, Number(written)])),
  };
}

async function readStatements(server: Postgres): Promise<Amounts> {
  const { rows } = await server.query<{ name: string; calls: string }>(
    `select replace(datname, 'holdfast_', '') as name, sum(calls)::text as calls
     from pg_stat_statements join pg_database on pg_database.oid = dbid
     where datname <> 'postgres' group by datname`,
  );
  return Object.fromEntries(rows.map(({ name, calls }) => [name, Number(calls)]));
}

async function readWal(server: Postgres): Promise<Pick<Reading, 'wal' | 'walSyncs'>> {
  const { rows } = await server.query<{ wal: string; syncs: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as wal,
       (select sum(fsyncs)::text from pg_stat_io where object = 'wal') as syncs`,
  );
  return { wal: Number(rows[0]?.wal), walSyncs: Number(rows[0]?.syncs) };
}
