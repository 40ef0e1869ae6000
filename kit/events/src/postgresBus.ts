/**
 * The bus on PostgreSQL: one log in its own database, which consumers read by position. Publishing is one
 * statement, whatever the number of events and consumers. docs/decisions/0036-event-log.md says why.
 */
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { startListener } from '@holdfast/kit-postgres/listener';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';
import type { BusOptions, EventBus, ListenOptions } from './bus.ts';
import { readEvent, typeOf } from './event.ts';
import { type PostgresConsumer, startPostgresConsumer } from './postgresConsumer.ts';
import { createPostgresDeadLetters } from './postgresDeadLetters.ts';
import { appendEvents, findLost, takeOver } from './postgresLog.ts';
import { CHANNEL, createNoticeReader } from './postgresNotices.ts';

const MIGRATIONS = join(import.meta.dirname, '../migrations');

/** @throws OperatorError when the database cannot be used. */
export async function connectPostgresBus(options: BusOptions): Promise<EventBus> {
  const { url, name, newId } = options;
  const { database, hasFormer } = await open(options);
  const listeners = new Set<ListenOptions>();
  const consumers = new Map<string, PostgresConsumer>();
  const read = createNoticeReader();
  let member = 0;
  const onNotice = (payload: string) => {
    const { kind, about, message } = read(payload);
    if (kind === 'members') consumers.get(about)?.regroup();
    else if (kind === 'resent') consumers.get(about)?.wake();
    else {
      for (const consumer of consumers.values()) if (consumer.takes(about)) consumer.wake();
      if (message !== undefined) notifyListeners(listeners, about, message, options);
    }
  };
  const connectListener = () =>
    startListener({
      url,
      name,
      channel: CHANNEL,
      onNotice,
      onConnect: async (query) => {
        // The last 12 digits of a UUIDv7 are random.
        const fresh = Number.parseInt(newId().replaceAll('-', '').slice(-12), 16);
        await query('select pg_advisory_lock($1)', [fresh]);
        member = fresh;
      },
      onReconnect: () => {
        for (const consumer of consumers.values()) consumer.regroup();
        for (const { onGap } of listeners) onGap?.();
      },
    });
  let listening: ReturnType<typeof connectListener> | undefined;
  const startListening = () => {
    listening ??= connectListener().catch((error) => {
      listening = undefined;
      throw error;
    });
    return listening;
  };
  const stop = async () => {
    await Promise.all([...consumers.values()].map((consumer) => consumer.stop()));
    await (await listening?.catch(() => undefined))?.close();
    await database.end();
  };
  let stopped: Promise<void> | undefined;
  return {
    publish: async (events) => {
      if (events.length > 0) await appendEvents(database, events, newId);
    },
    subscribe: async (subscription) => {
      const listener = await startListening();
      const consumer = await startPostgresConsumer(
        { ...options, database, hasFormer, member: () => member, probe: listener.probe },
        subscription,
      );
      consumers.set(subscription.consumer, consumer);
      return consumer;
    },
    listen: async (listener) => {
      listeners.add(listener);
      await startListening();
      return { stop: async () => void listeners.delete(listener) };
    },
    deadLetters: createPostgresDeadLetters(database),
    check: async () => {
      const [lost] = await findLost(database, [...consumers.keys()]);
      if (lost === undefined) return;
      consumers.get(lost)?.regroup();
      throw new Error(`The consumer ${lost} is missing on the event bus, and is registered again.`);
    },
    stop: () => (stopped ??= stop()),
  };
}

async function open({ url, name }: BusOptions): Promise<{ database: Postgres; hasFormer: boolean }> {
  let database: Postgres | undefined;
  try {
    database = await connectPostgres({ url, name, connections: 3 });
    await migrate(database, MIGRATIONS);
    return { database, hasFormer: await takeOver(database) };
  } catch (cause) {
    await database?.end();
    const reason = cause instanceof Error ? cause.message.split(';', 1)[0] : String(cause);
    throw new OperatorError(`the event bus: ${reason}; start it, or correct EVENTS_URL of ${name}.`, {
      cause,
    });
  }
}

function notifyListeners(
  listeners: ReadonlySet<ListenOptions>,
  type: string,
  message: string,
  { log }: BusOptions,
): void {
  const wanting = [...listeners].filter(({ types }) => types.some((each) => each === type));
  if (wanting.length === 0) return;
  try {
    const event = readEvent(JSON.parse(message));
    if (typeOf(event) === type) for (const { onEvent } of wanting) onEvent(event);
  } catch (err) {
    log.warn({ err }, 'an event could not be read');
  }
}
