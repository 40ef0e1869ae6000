/** One process's part of a consumer on NATS. */

import { createSlots } from '@holdfast/kit-base/slots';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
} from '@nats-io/jetstream';
import { attempt, type Outcome } from './attempt.ts';
import type { SubscribeOptions, Subscription } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import { buryInNats } from './natsDeadLetters.ts';
import type { NatsBusParts } from './natsParts.ts';
import { EVENTS_STREAM, filterOf, isFor, PARTITIONS } from './natsStreams.ts';
import { pauseAfter } from './retry.ts';

/** Nanoseconds without a sign of life after which an event goes to another process. */
const ACK_WAIT = 10 * 1e9;
/** Milliseconds between two signs of life. */
const BEAT = 3_000;
/** Milliseconds that one request for events stands; a server that came back is asked again after one at most. */
const PULL = 6_000;

/** A part that can be made again after its stream, or what it is in that, was lost. */
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
  const manager = await client.jetstreamManager();
  let stopping = false;

  const attend = async (message: JsMsg) => {
    const event = readJson(message);
    const type = typeOf(event);
    if (!isFor(consumer, message.subject) || (type && !types.includes(type))) return message.ack();
    const made = message.info.deliveryCount;
    const beat = setInterval(() => message.working(), BEAT);
    try {
      const outcome: Outcome | undefined =
        made > retry.attempts
          ? { kind: 'failed', error: 'Its process ended each time that it was tried.' }
          : await slots.run(async () => (stopping ? undefined : attempt(subscription, event)));
      if (!outcome) return message.nak();
      if (outcome.kind === 'handled') return message.ack();
      if (made < retry.attempts) {
        log.warn({ err: outcome.error, consumer, attempts: made }, 'an event failed');
        return message.nak(pauseAfter(made, retry));
      }
      log.error({ err: outcome.error, consumer, event: event.id }, 'an event is a dead letter');
      await buryInNats(client, { consumer, event, attempts: made, error: outcome.error });
      message.ack();
    } finally {
      clearInterval(beat);
    }
  };
  /** What fails here is not acknowledged: it is delivered again. */
  const work = async (messages: ConsumerMessages) => {
    for await (const message of messages) {
      await attend(message).catch((err) => log.warn({ err, consumer }, 'an event could not be finished'));
    }
  };

  const nameOf = (partition: number) => `${consumer}-${partition}`;
  /** Makes the consumer of a partition, unless it is there. */
  const make = (partition: number, from: DeliverPolicy) =>
    manager.consumers.add(EVENTS_STREAM, {
      durable_name: nameOf(partition),
      filter_subject: filterOf(partition),
      ack_policy: AckPolicy.Explicit,
      ack_wait: ACK_WAIT,
      max_ack_pending: 1,
      deliver_policy: from,
    });
  const open = async (partition: number) => {
    await make(partition, DeliverPolicy.New);
    return (await client.consumers.get(EVENTS_STREAM, nameOf(partition))).consume({ expires: PULL });
  };
  /**
   * One that was there and is lost begins with all that the stream has: what is new to this consumer cannot be told from what
   * it had. Its requests for events, which stand all the while, find it again by its name.
   */
  const remake = async (partition: number) => {
    await manager.consumers.info(EVENTS_STREAM, nameOf(partition)).catch((error: unknown) => {
      if (!(error instanceof JetStreamApiError && error.status === 404)) throw error;
      log.error({ consumer, partition }, 'a consumer of events was lost, and is made again');
      return make(partition, DeliverPolicy.All);
    });
  };
  const restore = async () => {
    if (stopping) return;
    await Promise.all(Array.from({ length: PARTITIONS }, (_, partition) => remake(partition)));
  };
  /** A consumer may be lost without its stream. */
  const watch = async (messages: ConsumerMessages, partition: number) => {
    for await (const { type } of messages.status()) {
      if (stopping || (type !== 'consumer_deleted' && type !== 'consumer_not_found')) continue;
      await remake(partition).catch((err) =>
        log.warn({ err, consumer }, 'a consumer cannot be made again now'),
      );
    }
  };
  const opened = await Promise.allSettled(
    Array.from({ length: PARTITIONS }, (_, partition) => open(partition)),
  );
  const streams = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed) {
    // They would go on to take events, for nobody.
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

/** What is no JSON is no event either, and `attempt` says so. */
function readJson(message: JsMsg): Event {
  try {
    return message.json();
  } catch {
    return { id: '', type: '' } as unknown as Event;
  }
}
