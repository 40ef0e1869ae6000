/**
 * The queues there have to be, and what each one gets. The record is of our own: pg-boss's `subscription` goes with a queue that
 * is deleted, and nobody would know that its consumer still wants events.
 */

import type { Log } from '@holdfast/kit-base/log';
import type { Repeating } from '@holdfast/kit-base/repeat';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { EventType } from './event.ts';
import { keep } from './keeper.ts';
import { DEAD_LETTERS, within } from './postgresParts.ts';

/** Seconds without a sign of life after which a job goes to another process; pg-boss allows no less. */
const HEARTBEAT = 10;
/** Seconds: the longest that pg-boss allows for a job. */
const NEVER = 23 * 60 * 60;
const TEN_YEARS = 10 * 365 * 24 * 60 * 60;

export interface PostgresQueues {
  /** Makes a consumer's queue, which gets events of these types, and of no others, from now on. */
  open(queue: string, types: readonly EventType[]): Promise<void>;
  /** @throws Error when a queue is missing, or the database does not answer. */
  check(): Promise<void>;
  /** Makes again what is missing, until it is stopped: each queue, and the record of those that this process opened. */
  keep(log: Log): Repeating;
}

/** Makes the record, and the queue of dead letters. */
export async function createPostgresQueues(boss: PgBoss, database: Postgres): Promise<PostgresQueues> {
  const own = new Map<string, readonly EventType[]>();
  const open = async (queue: string, types: readonly EventType[]) => {
    await make(boss, queue);
    await database.query(
      `insert into holdfast.queue (name, types) values ($1, $2)
         on conflict (name) do update set types = excluded.types`,
      [queue, types],
    );
    own.set(queue, types);
  };
  const restore = async (queue: string) => {
    await make(boss, queue);
    // What is in the record may be of a newer version of the consumer.
    const types = own.get(queue);
    if (types) {
      await database.query(
        'insert into holdfast.queue (name, types) values ($1, $2) on conflict do nothing',
        [queue, types],
      );
    }
  };
  const missing = () => findMissing(database, [...own.keys()]);
  await makeRecord(database);
  await open(DEAD_LETTERS, []);
  return {
    open,
    check: async () => {
      const [queue] = await missing();
      if (queue !== undefined) throw new MissingQueue(queue);
    },
    keep: (log) =>
      keep(
        'the queues of events',
        async () => {
          for (const queue of await missing()) {
            log.error({ queue }, 'a queue of events was lost, and is made again');
            await restore(queue);
          }
        },
        log,
      ),
  };
}

/** What each queue gets. */
export async function wantedBy(tx: Queryable): Promise<{ queue: string; types: readonly string[] }[]> {
  const { rows } = await tx.query<{ queue: string; types: string[] }>(
    'select name as queue, types from holdfast.queue',
  );
  return rows;
}

/** pg-boss stores nothing, and says nothing, when it remembers a queue that was deleted. @throws MissingQueue then. */
export async function insertJobs(
  boss: PgBoss,
  queue: string,
  jobs: readonly (JobInsert & { id: string })[],
  tx: Queryable,
): Promise<void> {
  const stored = await boss.insert(queue, [...jobs], { ...within(tx), returnId: true });
  if (stored?.length !== jobs.length) throw new MissingQueue(queue);
}

export class MissingQueue extends Error {
  override name = 'MissingQueue';
  constructor(queue: string) {
    super(`The queue ${queue} is not there.`);
  }
}

/** Nothing changes when it is there. */
async function make(boss: PgBoss, queue: string): Promise<void> {
  await boss.createQueue(
    queue,
    queue === DEAD_LETTERS
      ? { retentionSeconds: TEN_YEARS }
      : {
          policy: 'key_strict_fifo',
          heartbeatSeconds: HEARTBEAT,
          expireInSeconds: NEVER,
          retentionSeconds: TEN_YEARS,
          retryLimit: 1_000_000,
        },
  );
}

/** The first time with what pg-boss's own record says: that of an earlier version of ours. */
async function makeRecord(database: Postgres): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtext('holdfast.queue'))");
    const { rows } = await tx.query("select where to_regclass('holdfast.queue') is not null");
    if (rows.length > 0) return;
    await tx.query('create schema if not exists holdfast');
    await tx.query('create table holdfast.queue (name text primary key, types text[] not null)');
    await tx.query(
      'insert into holdfast.queue select name, array_agg(event) from pgboss.subscription group by name',
    );
  });
}

/** @param own queues that have to be in the record. */
async function findMissing(database: Queryable, own: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select name from (select name from holdfast.queue union select unnest($1::text[])) as wanted (name)
       where name not in (select name from holdfast.queue) or name not in (select name from pgboss.queue)`,
    [own],
  );
  return rows.map(({ name }) => name);
}
