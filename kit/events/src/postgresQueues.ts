/**
 * Records which queues must exist and which events each one gets. We keep our own record, because pg-boss
 * deletes its `subscription` with a queue, so the need to recreate the queue would be lost.
 */

import type { Log } from '@holdfast/kit-base/log';
import type { Repeating } from '@holdfast/kit-base/repeat';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { EventType } from './event.ts';
import { DEAD_LETTERS, within } from './postgresParts.ts';
import { repairPeriodically } from './repair.ts';

/** Seconds without a heartbeat after which a job goes to another process, the minimum that pg-boss allows. */
const HEARTBEAT = 10;
/** Seconds: the maximum that pg-boss allows for a job. */
const NEVER = 23 * 60 * 60;
const TEN_YEARS = 10 * 365 * 24 * 60 * 60;

export interface PostgresQueues {
  /** Creates a consumer's queue, which from now on gets events of exactly these types. */
  open(queue: string, types: readonly EventType[]): Promise<void>;
  /** @throws Error when a queue is missing, or the database does not answer. */
  check(): Promise<void>;
  /** Starts to recreate lost queues, and the records of those that this process opened. */
  startRepair(log: Log): Repeating;
}

/** Creates the record and the queue of dead letters. */
export async function createPostgresQueues(boss: PgBoss, database: Postgres): Promise<PostgresQueues> {
  const own = new Map<string, readonly EventType[]>();
  const open = async (queue: string, types: readonly EventType[]) => {
    await create(boss, queue);
    await database.query(
      `insert into holdfast.queue (name, types) values ($1, $2)
         on conflict (name) do update set types = excluded.types`,
      [queue, types],
    );
    own.set(queue, types);
  };
  const restore = async (queue: string) => {
    await create(boss, queue);
    // An existing record stays, because it may be from a newer version of the consumer.
    const types = own.get(queue);
    if (types) {
      await database.query(
        'insert into holdfast.queue (name, types) values ($1, $2) on conflict do nothing',
        [queue, types],
      );
    }
  };
  const missing = () => findMissing(database, [...own.keys()]);
  await createRecord(database);
  await open(DEAD_LETTERS, []);
  return {
    open,
    check: async () => {
      const [queue] = await missing();
      if (queue !== undefined) throw new MissingQueue(queue);
    },
    startRepair: (log) =>
      repairPeriodically(
        'the event queues',
        async () => {
          for (const queue of await missing()) {
            log.error({ queue }, 'an event queue was lost and is recreated');
            await restore(queue);
          }
        },
        log,
      ),
  };
}

/** Reads the event types of each queue. */
export async function readSubscriptions(
  tx: Queryable,
): Promise<{ queue: string; types: readonly string[] }[]> {
  const { rows } = await tx.query<{ queue: string; types: string[] }>(
    'select name as queue, types from holdfast.queue',
  );
  return rows;
}

/**
 * Inserts jobs.
 * @throws MissingQueue when the queue was deleted while pg-boss has it cached: then it silently stores
 *   nothing.
 */
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
    super(`The queue ${queue} is missing.`);
  }
}

/** Creates a queue unless it exists. */
async function create(boss: PgBoss, queue: string): Promise<void> {
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

/**
 * Creates the record unless it exists. It starts with pg-boss's own subscriptions, which an earlier version
 * used.
 */
async function createRecord(database: Postgres): Promise<void> {
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

/** Finds missing queues and missing records. @param own queues that must have a record. */
async function findMissing(database: Queryable, own: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select name from (select name from holdfast.queue union select unnest($1::text[])) as wanted (name)
       where name not in (select name from holdfast.queue) or name not in (select name from pgboss.queue)`,
    [own],
  );
  return rows.map(({ name }) => name);
}
