/**
 * Updates one row, in a transaction each: with pgbench when this machine has it, otherwise with the driver.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Postgres } from '../../kit/postgres/src/postgres.ts';
import { callersFor } from './callers.ts';

const run = promisify(execFile);

/** Connections of pgbench, or of the pool without pgbench. */
const CLIENTS = 20;

const UPDATE = 'update bench_row set n = n + 1 where id = 1';

export interface SingleRow {
  readonly name: string;
  /** @returns updates per second. */
  measure(callers: number, seconds: number): Promise<number>;
}

export async function singleRow(url: string, database: Postgres): Promise<SingleRow> {
  await database.query('create table if not exists bench_row (id int primary key, n int not null)');
  await database.query('insert into bench_row values (1, 0) on conflict do nothing');
  const pgbench = await run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
  if (pgbench)
    return {
      name: `one row, pgbench, ${CLIENTS} connections`,
      measure: (_, seconds) => byPgbench(url, seconds),
    };
  return {
    name: `one row, node-postgres, ${CLIENTS} connections`,
    measure: (callers, seconds) =>
      callersFor({ callers, seconds }, async () => void (await database.query(UPDATE))),
  };
}

async function byPgbench(url: string, seconds: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-pgbench-'));
  try {
    const script = join(folder, 'update.sql');
    await writeFile(script, `${UPDATE};\n`);
    const options = ['-n', '-M', 'prepared', '-c', `${CLIENTS}`, '-j', '2', '-T', `${seconds}`, '-f', script];
    const { stdout } = await run('pgbench', [...options, url]);
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (!tps) throw new Error(`pgbench did not print its rate: ${stdout}`);
    return Number(tps);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
