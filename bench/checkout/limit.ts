/**
 * The limit: as many commits as the same PostgreSQL can do, when each inserts a row. It is what `pgbench`
 * would do, which the embedded PostgreSQL lacks.
 */
import { connectPostgres } from '../../kit/postgres/src/postgres.ts';
import { callersFor } from '../inventory/callers.ts';
import type { Shop } from './shop.ts';

export const CONNECTIONS = 64;

/** @returns commits per second. @throws Error when commits are not durable. */
export async function measureCommits({ server, serverUrl }: Shop, seconds: number): Promise<number> {
  const { rows } = await server.query<{ fsync: string; sync: string }>(
    "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync",
  );
  if (rows[0]?.fsync !== 'on' || rows[0].sync !== 'on')
    throw new Error('The server has fsync or synchronous_commit off. The measurement needs durable commits.');
  const database = await connectPostgres({ url: serverUrl, name: 'bench', connections: CONNECTIONS });
  try {
    await database.query('create table bench_commits (id bigint generated always as identity, text text)');
    return await callersFor({ callers: CONNECTIONS, seconds }, async () => {
      await database.query("insert into bench_commits (text) values ('an order')");
    });
  } finally {
    await database.query('drop table bench_commits');
    await database.end();
  }
}
