/** The statements of the bus on PostgreSQL, one function each. `migrations/` has the tables. */
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { SubscribeOptions } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import { CHANNEL, toNotices, toSignal } from './postgresNotices.ts';

/** The number of partitions, and so of processes of one consumer that work at once. */
export const PARTITIONS = 8;

/** Only one process at a time deletes handled events. */
const CLEANING = 7_404_204;

export interface StoredEvent {
  readonly position: number;
  readonly partition: number;
  readonly event: unknown;
}

/** A partition as a member of a consumer has claimed it. */
export interface Claim {
  readonly partition: number;
  /** All events up to this position are handled. */
  readonly position: number;
  /** The handled ones after it. */
  readonly done: readonly number[];
  /** True when a holder died while events waited. */
  readonly isCareful: boolean;
  /** The event that the last holder had noted before it died, and how often holders died of it. */
  readonly trying: number | null;
  readonly crashes: number;
}

/** Appends events and notifies all processes, in one statement, so that the bus costs a publisher one commit. */
export async function appendEvents(
  database: Queryable,
  events: readonly Event[],
  newId: () => string,
): Promise<void> {
  await database.query(
    `with stored as materialized (select holdfast_bus.append($1, $2, $3, $4::text[]::json[]))
     select pg_notify($5, payload) from stored, unnest($6::text[]) as payload`,
    [
      events.map(({ subject }) => subject),
      events.map((event) => typeOf(event) ?? ''),
      events.map(() => null),
      events.map((event) => JSON.stringify(event)),
      CHANNEL,
      events.flatMap((event) => toNotices(newId(), event)),
    ],
  );
}

/** Creates a consumer, or changes its types. */
export async function registerConsumer(
  database: Queryable,
  consumer: string,
  types: readonly string[],
): Promise<void> {
  await database.query('select holdfast_bus.register($1, $2)', [consumer, types]);
}

/** Takes over what an earlier version has stored. @returns false when there was no earlier version. */
export async function takeOver(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ found: boolean }>('select holdfast_bus.take_over() as found');
  return rows[0]?.found ?? false;
}

/** Returns the consumers among these that have lost their cursors. */
export async function findLost(database: Queryable, consumers: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select name from unnest($1::text[]) as wanted (name)
     where (select count(*) from holdfast_bus.cursor where consumer = name) < $2`,
    [consumers, PARTITIONS],
  );
  return rows.map(({ name }) => name);
}

/**
 * Makes a process a member of a consumer, removes the members that have died, and claims free partitions up to
 * its fair share. Call it in a transaction.
 * @param member the number of the advisory lock that the process's listening session holds.
 * @param former the number that the process used before its session ended; 0 for none. It has not died.
 */
export async function joinConsumer(
  tx: Queryable,
  { consumer, types }: Pick<SubscribeOptions, 'consumer' | 'types'>,
  member: number,
  former: number,
): Promise<{ claims: Claim[]; fair: number; members: number }> {
  const { rowCount } = await tx.query('select from holdfast_bus.consumer where name = $1 for update', [
    consumer,
  ]);
  // An existing registration stays, because it may be from a newer version of the consumer.
  if (rowCount === 0) await registerConsumer(tx, consumer, types);
  await tx.query('insert into holdfast_bus.member (consumer, id) values ($1, $2) on conflict do nothing', [
    consumer,
    member,
  ]);
  await tx.query(
    `delete from holdfast_bus.member where consumer = $1 and (id = $2 or not exists (
       select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())
         and classid = (id >> 32)::oid and objid = (id & 4294967295)::oid))`,
    [consumer, former],
  );
  await tx.query(
    `update holdfast_bus.cursor c set holder = null, crashes = crashes + (trying is not null and holder <> $2)::int,
       is_careful = is_careful or trying is not null or exists (
         select from holdfast_bus.event e
         where e.position > c.position and e.partition = c.partition and e.position <> all (c.done)
           and (e.recipient = $1 or (e.recipient is null and e.type = any (
             (select types from holdfast_bus.consumer where name = $1)::text[]))))
     where consumer = $1 and holder is not null
       and holder not in (select id from holdfast_bus.member where consumer = $1)`,
    [consumer, former],
  );
  const { rows: counted } = await tx.query<{ members: number; mine: number }>(
    `select (select count(*)::int from holdfast_bus.member where consumer = $1) as members,
       (select count(*)::int from holdfast_bus.cursor where consumer = $1 and holder = $2) as mine`,
    [consumer, member],
  );
  const { members = 1, mine = 0 } = counted[0] ?? {};
  const fair = Math.ceil(PARTITIONS / Math.max(1, members));
  await tx.query(
    `update holdfast_bus.cursor set holder = $2 where consumer = $1 and partition in (
       select partition from holdfast_bus.cursor where consumer = $1 and holder is null order by partition limit $3)`,
    [consumer, member, Math.max(0, fair - mine)],
  );
  const { rows: claims } = await tx.query<Claim>(
    `select partition, position::float8, done::float8[], is_careful as "isCareful", trying::float8, crashes
     from holdfast_bus.cursor
     where consumer = $1 and holder = $2 order by partition`,
    [consumer, member],
  );
  return { claims, fair, members };
}

/**
 * Reads the next events of some partitions, in order.
 * @returns them, and the position of the newest event of the log at that time.
 */
export async function readEvents(
  database: Queryable,
  wanted: {
    readonly consumer: string;
    readonly types: readonly string[];
    readonly partitions: readonly number[];
    readonly after: number;
    readonly limit: number;
  },
): Promise<{ events: StoredEvent[]; end: number }> {
  const { rows } = await database.query<StoredEvent>(
    `(select position::float8, partition, event from holdfast_bus.event
      where position > $1 and partition = any ($2)
        and (recipient = $4 or (recipient is null and type = any ($3)))
      order by event.position limit $5)
     union all select max(position)::float8, null, null from holdfast_bus.event`,
    [wanted.after, wanted.partitions, wanted.types, wanted.consumer, wanted.limit],
  );
  return { events: rows.slice(0, -1), end: rows.at(-1)?.position ?? 0 };
}

/** What a member writes about a partition. */
export interface WrittenProgress {
  readonly partition: number;
  readonly position: number;
  readonly done: readonly number[];
  readonly isCareful: boolean;
}

/**
 * Records what a member has handled, in the partitions that it still holds.
 * @param release gives the partitions back.
 * @returns the number of partitions that it still held.
 */
export async function writeProgress(
  database: Queryable,
  { consumer, member, release }: { consumer: string; member: number; release: boolean },
  progress: readonly WrittenProgress[],
): Promise<number> {
  const { rowCount } = await database.query(
    `update holdfast_bus.cursor c set position = v.position, done = v.done::bigint[], is_careful = v.is_careful,
       crashes = case when trying <= v.position or trying = any (v.done::bigint[]) then 0 else crashes end,
       trying = case when trying <= v.position or trying = any (v.done::bigint[]) then null else trying end,
       holder = case when $3 then null else holder end
     from unnest($4::smallint[], $5::bigint[], $6::text[], $7::boolean[]) as v (partition, position, done, is_careful)
     where c.consumer = $1 and c.holder = $2 and c.partition = v.partition`,
    [
      consumer,
      member,
      release,
      progress.map(({ partition }) => partition),
      progress.map(({ position }) => position),
      progress.map(({ done }) => `{${done.join(',')}}`),
      progress.map(({ isCareful }) => isCareful),
    ],
  );
  return rowCount ?? 0;
}

/** Notes which event a member is about to handle. @returns false when it no longer holds the partition. */
export async function noteTrying(
  database: Queryable,
  { consumer, member }: { consumer: string; member: number },
  { partition, position }: Pick<StoredEvent, 'partition' | 'position'>,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update holdfast_bus.cursor set crashes = case when trying = $4 then crashes else 0 end, trying = $4
     where consumer = $1 and holder = $2 and partition = $3`,
    [consumer, member, partition, position],
  );
  return rowCount === 1;
}

/** Ends a membership, and notifies the consumer's other processes. */
export async function leaveConsumer(database: Queryable, consumer: string, member: number): Promise<void> {
  await database.query(
    `with gone as (delete from holdfast_bus.member where consumer = $1 and id = $2)
     select pg_notify($3, $4)`,
    [consumer, member, CHANNEL, toSignal('members', consumer)],
  );
}

/** Notifies the other processes of a consumer that partitions are free, or that there is one more process. */
export async function announceMembers(database: Queryable, consumer: string): Promise<void> {
  await database.query('select pg_notify($1, $2)', [CHANNEL, toSignal('members', consumer)]);
}

/** Deletes the events that every consumer has handled. */
export async function deleteHandled(database: Queryable): Promise<void> {
  await database.query(
    `delete from holdfast_bus.event where position <= (select min(position) from holdfast_bus.cursor)
       and (select pg_try_advisory_xact_lock($1))`,
    [CLEANING],
  );
}
