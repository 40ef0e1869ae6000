/**
 * The bus on PostgreSQL with pg-boss, in its own database. Each consumer has a queue (`key_strict_fifo`, with
 * the event's subject as the key). Publishing inserts a job into the queue of each consumer that subscribes
 * to the event and notifies all processes by NOTIFY, in one transaction. docs/decisions/0010-events.md
 * explains which parts of pg-boss are not used, and why.
 */

import { OperatorError } from '@holdfast/kit-base/errors';
import { connectPostgres, type Postgres, type Queryable } from '@holdfast/kit-postgres/postgres';
import { PgBoss } from 'pg-boss';
import type { BusOptions, EventBus, ListenOptions, Subscription } from './bus.ts';
import { type Event, readEvent, typeOf } from './event.ts';
import { startPostgresConsumer } from './postgresConsumer.ts';
import { createPostgresDeadLetters } from './postgresDeadLetters.ts';
import { createNoticeReader, toNotices } from './postgresNotices.ts';
import { type PostgresBusParts, queueOf } from './postgresParts.ts';
import {
  createPostgresQueues,
  insertJobs,
  type PostgresQueues,
  readSubscriptions,
} from './postgresQueues.ts';

const CHANNEL = 'holdfast_events';

/** Seconds between two checks for jobs without a heartbeat, by all processes together and by this one. */
const MONITOR = 2;
const SUPERVISION = 3;

/** @throws OperatorError when the database cannot be used. */
export async function connectPostgresBus(options: BusOptions): Promise<EventBus> {
  const { url, name, log } = options;
  const boss = new PgBoss({
    connectionString: url,
    application_name: name,
    max: 3,
    schedule: false,
    superviseIntervalSeconds: SUPERVISION,
    monitorIntervalSeconds: MONITOR,
  });
  boss.on('error', (err) => log.warn({ err }, 'the event bus reported an error'));
  const { database, queues } = await open(options, boss);
  const listeners = new Set<ListenOptions>();
  const wakers = new Set<() => void>();
  const wakeAll = () => {
    for (const wake of wakers) wake();
  };
  const read = createNoticeReader();
  const onNotice = (payload: string) => {
    wakeAll();
    const message = listeners.size > 0 ? read(payload) : undefined;
    if (message !== undefined) notifyListeners(listeners, message, options);
  };
  const onReconnect = () => {
    wakeAll();
    for (const { onGap } of listeners) onGap?.();
  };
  let listening: Promise<{ close(): Promise<void> }> | undefined;
  const startListening = async () => {
    const db = boss.getDb();
    if (!db.listen) throw new Error('pg-boss cannot listen on this connection.');
    listening ??= db.listen(CHANNEL, onNotice, onReconnect).catch((error) => {
      listening = undefined;
      throw error;
    });
    await listening;
  };
  const parts: PostgresBusParts = {
    ...options,
    boss,
    database,
    onWake: (wake) => {
      wakers.add(wake);
      return () => wakers.delete(wake);
    },
  };
  const consumers = new Set<Subscription>();
  const repair = queues.startRepair(log);
  const stop = async () => {
    await repair.stop();
    await Promise.all([...consumers].map((consumer) => consumer.stop()));
    await (await listening?.catch(() => undefined))?.close();
    await boss.stop({ graceful: false });
    await database.end();
  };
  let stopped: Promise<void> | undefined;
  return {
    publish: (events) => publish(parts, events),
    subscribe: async (subscription) => {
      const { consumer, types } = subscription;
      await startListening();
      await queues.open(queueOf(consumer), types);
      const running = startPostgresConsumer(parts, subscription);
      consumers.add(running);
      return running;
    },
    listen: async (listener) => {
      listeners.add(listener);
      await startListening();
      return { stop: async () => void listeners.delete(listener) };
    },
    deadLetters: createPostgresDeadLetters(parts, async (tx) => void (await notify(tx, toNotices('-', '')))),
    check: queues.check,
    stop: () => (stopped ??= stop()),
  };
}

async function open(
  { url, name }: BusOptions,
  boss: PgBoss,
): Promise<{ database: Postgres; queues: PostgresQueues }> {
  let database: Postgres | undefined;
  try {
    database = await connectPostgres({ url, name, connections: 3 });
    await boss.start();
    return { database, queues: await createPostgresQueues(boss, database) };
  } catch (cause) {
    await database?.end();
    await boss.stop({ graceful: false }).catch(() => {});
    const reason = cause instanceof Error ? cause.message.split(';', 1)[0] : String(cause);
    throw new OperatorError(`the event bus: ${reason}; start it, or correct EVENTS_URL of ${name}.`, {
      cause,
    });
  }
}

async function publish(parts: PostgresBusParts, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await parts.database.transaction(async (tx) => {
    for (const { queue, types } of await readSubscriptions(tx)) {
      const jobs = events
        .filter((event) => types.includes(typeOf(event) ?? ''))
        // The jobs of one insert have the same time, so their ids, created in this order, keep the order.
        .map((event) => ({ id: parts.newId(), data: event, singletonKey: event.subject }));
      if (jobs.length > 0) await insertJobs(parts.boss, queue, jobs, tx);
    }
    const notices = events.flatMap((event) => toNotices(parts.newId(), JSON.stringify(event)));
    await notify(tx, notices);
  });
}

async function notify(tx: Queryable, payloads: readonly string[]): Promise<void> {
  await tx.query('select pg_notify($1, payload) from unnest($2::text[]) as payload', [CHANNEL, payloads]);
}

function notifyListeners(listeners: ReadonlySet<ListenOptions>, message: string, { log }: BusOptions): void {
  if (message === '') return;
  try {
    const event = readEvent(JSON.parse(message));
    const type = typeOf(event);
    for (const { types, onEvent } of listeners) if (type && types.includes(type)) onEvent(event);
  } catch (err) {
    log.warn({ err }, 'an event could not be read');
  }
}
