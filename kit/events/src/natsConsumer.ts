/** A process's share of a consumer on NATS. */

import { createSlots } from '@holdfast/kit-base/slots';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
} from '@nats-io/jetstream';
import { attempt, createBatches, type Outcome } from './attempt.ts';
import type { SubscribeOptions, Subscription } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import { addNatsDeadLetter } from './natsDeadLetters.ts';
import type { NatsBusParts } from './natsParts.ts';
import { EVENTS_STREAM, filterOf, isFor, PARTITIONS } from './natsStreams.ts';
import { pauseAfter } from './retry.ts';

/** Nanoseconds without a heartbeat after which an event goes to another process. */
const ACK_WAIT = 10 * 1e9;
/** Milliseconds between two heartbeats. */
const HEARTBEAT = 3_000;
/** Milliseconds until a pull request expires. A server that comes back gets a new one within this time. */
const PULL = 6_000;

/** A consumer that can be recreated after it was lost, alone or with its stream. */
export interface NatsConsumer extends Subscription {
  restore(): Promise<void>;
}

export async function startNatsConsumer(
  parts: NatsBusParts,
  subscription: SubscribeOptions,
): Promise<NatsConsumer> {
  const { client, log, retry, concurrency = 16 } = parts;
  const { consumer, types } = subscription;
  const slots = createSlots(concurrency);
  const attemptTogether = createBatches(subscription);
  const manager = await client.jetstreamManager();
  let stopping = false;

  const handleMessage = async (message: JsMsg) => {
    const event = readJson(message);
    const type = typeOf(event);
    if (!isFor(consumer, message.subject) || (type && !types.includes(type))) return message.ack();
    const attempts = message.info.deliveryCount;
    const heartbeat = setInterval(() => message.working(), HEARTBEAT);
    try {
      // One that failed before is attempted alone, so that it does not make a batch fail again.
      if (attempts === 1 && (await attemptTogether?.([event], () => stopping))) return message.ack();
      const outcome: Outcome | undefined =
        attempts > retry.attempts
          ? { kind: 'failed', error: 'Its process crashed on every attempt.' }
          : await slots.run(async () => (stopping ? undefined : attempt(subscription, event)));
      if (!outcome) return message.nak();
      if (outcome.kind === 'handled') return message.ack();
      if (attempts < retry.attempts) {
        log.warn({ err: outcome.error, consumer, attempts }, 'an event failed');
        return message.nak(pauseAfter(attempts, retry));
      }
      log.error({ err: outcome.error, consumer, event: event.id }, 'an event is a dead letter');
      await addNatsDeadLetter(client, { consumer, event, attempts, error: outcome.error });
      message.ack();
    } finally {
      clearInterval(heartbeat);
    }
  };
  /** A message that fails here is not acknowledged, so NATS delivers it again. */
  const work = async (messages: ConsumerMessages) => {
    for await (const message of messages) {
      await handleMessage(message).catch((err) =>
        log.warn({ err, consumer }, 'the outcome of an event could not be recorded'),
      );
    }
  };

  const nameOf = (partition: number) => `${consumer}-${partition}`;
  /** Creates the consumer of a partition unless it exists. */
  const create = (partition: number, from: DeliverPolicy) =>
    manager.consumers.add(EVENTS_STREAM, {
      durable_name: nameOf(partition),
      filter_subject: filterOf(partition),
      ack_policy: AckPolicy.Explicit,
      ack_wait: ACK_WAIT,
      max_ack_pending: 1,
      deliver_policy: from,
    });
  const open = async (partition: number) => {
    await create(partition, DeliverPolicy.New);
    return (await client.consumers.get(EVENTS_STREAM, nameOf(partition))).consume({ expires: PULL });
  };
  /**
   * Recreates the consumer of a partition if it was lost. It starts with all events of the stream, because
   * those that it has already handled are unknown. Its open pull requests find it again by name.
   */
  const recreate = async (partition: number) => {
    await manager.consumers.info(EVENTS_STREAM, nameOf(partition)).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError && error.status === 404)) throw error;
      log.error({ consumer, partition }, 'an event consumer was lost and is recreated');
      return create(partition, DeliverPolicy.All);
    });
  };
  const restore = async () => {
    if (stopping) return;
    await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => recreate(partition)));
  };
  /** Watches for the loss of a consumer alone, without its stream. */
  const watch = async (messages: ConsumerMessages, partition: number) => {
    for await (const { type } of messages.status()) {
      if (stopping || (type !== 'consumer_deleted' && type !== 'consumer_not_found')) continue;
      await recreate(partition).catch((err) =>
        log.warn({ err, consumer }, 'an event consumer could not be recreated'),
      );
    }
  };
  const opened = await Promise.allSettled(
    Array.from({ length: PARTITIONS }, (_, partition) => open(partition)),
  );
  const streams = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    // Otherwise they would keep taking events that no handler gets.
    for (const messages of streams) messages.stop();
    throw failed.reason;
  }
  const working = streams.map(work);
  streams.forEach((messages, partition) => void watch(messages, partition));
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping = true;
    await Promise.all(streams.map((messages) => messages.close()));
    await Promise.all(working);
    if (!parts.connection.isClosed()) await parts.connection.flush();
  };
  return { restore, stop: () => (stopped ??= stop()) };
}

/** Parses a message. Invalid JSON becomes an invalid event, which `attempt` rejects. */
function readJson(message: JsMsg): Event {
  try {
    return message.json();
  } catch {
    return { id: '', type: '' } as unknown as Event;
  }
}
