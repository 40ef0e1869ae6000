/**
 * The bus on NATS JetStream. It has one stream, partitioned by the events' subjects. A consumer consists of a
 * durable pull consumer for each partition, with one event in flight each (`max_ack_pending: 1`).
 */

import { OperatorError } from '@holdfast/kit-base/errors';
import { type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { BusOptions, EventBus } from './bus.ts';
import { type Event, type EventType, readEvent, typeOf } from './event.ts';
import { type NatsConsumer, startNatsConsumer } from './natsConsumer.ts';
import { createNatsDeadLetters } from './natsDeadLetters.ts';
import type { NatsBusParts } from './natsParts.ts';
import { checkStreams, startStreamRepair } from './natsRepair.ts';
import { ensureStreams, partitionOf, subjectOf } from './natsStreams.ts';

/** Milliseconds between two attempts to reconnect. */
const RECONNECT_WAIT = 500;
const TIMEOUT = 5_000;

/** @throws OperatorError when the server cannot be used. */
export async function connectNatsBus(options: BusOptions): Promise<EventBus> {
  const connection = await open(options);
  const parts: NatsBusParts = { ...options, connection, client: jetstream(connection, { timeout: TIMEOUT }) };
  const manager = await parts.client.jetstreamManager();
  const consumers = new Set<NatsConsumer>();
  const gaps = new Set<() => void>();
  void reportGaps(connection, gaps);
  const repair = startStreamRepair(
    manager,
    options.log,
    async () => void (await Promise.all([...consumers].map((consumer) => consumer.restore()))),
  );
  const stop = async () => {
    await repair.stop();
    await Promise.all([...consumers].map((consumer) => consumer.stop()));
    await connection.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    publish: (events) => publish(parts.client, events),
    subscribe: async (subscription) => {
      const running = await startNatsConsumer(parts, subscription);
      consumers.add(running);
      return running;
    },
    listen: async ({ types, onEvent, onGap = () => {} }) => {
      const subscriptions = types.map((type) =>
        connection.subscribe(subjectOf('*', null, type), {
          callback: (error, message) => notify(parts, onEvent, error, message),
        }),
      );
      await connection.flush();
      gaps.add(onGap);
      return {
        stop: async () => {
          for (const subscription of subscriptions) subscription.unsubscribe();
          gaps.delete(onGap);
        },
      };
    },
    deadLetters: createNatsDeadLetters(parts),
    check: () => checkStreams(manager),
    stop: () => (stopped ??= stop()),
  };
}

/** Calls the listeners after each reconnection, until the connection is closed. */
async function reportGaps(connection: NatsConnection, gaps: ReadonlySet<() => void>): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'reconnect') for (const onGap of gaps) onGap();
  }
}

async function open({ url, name }: BusOptions): Promise<NatsConnection> {
  const { host, username, password } = new URL(url);
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({
      servers: host,
      name,
      timeout: TIMEOUT,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_WAIT,
      ...(username !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    });
    await ensureStreams(await jetstreamManager(connection, { timeout: TIMEOUT }));
    return connection;
  } catch (cause) {
    await connection?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      `the event bus: cannot use NATS JetStream at ${host} (${reason}); start it, or correct EVENTS_URL of ${name}.`,
      { cause },
    );
  }
}

/**
 * Publishes the events of one subject one after another. Otherwise, if one failed and the next was stored,
 * they would stay out of order.
 */
async function publish(client: JetStreamClient, events: readonly Event[]): Promise<void> {
  const chains = Map.groupBy(events, ({ subject }) => subject).values();
  await Promise.all(
    Array.from(chains, async (chain) => {
      for (const event of chain) {
        const subject = subjectOf(partitionOf(event.subject), null, nameOf(event));
        await client.publish(subject, JSON.stringify(event), { msgID: event.id });
      }
    }),
  );
}

function nameOf(event: Event): EventType {
  const type = typeOf(event);
  if (!type) throw new Error(`Unknown event type: ${event.type}.`);
  return type;
}

function notify(
  { log }: NatsBusParts,
  onEvent: (event: Event) => void,
  error: Error | null,
  message: { json<T>(): T },
): void {
  try {
    if (error) throw error;
    onEvent(readEvent(message.json()));
  } catch (err) {
    log.warn({ err }, 'an event could not be read');
  }
}
