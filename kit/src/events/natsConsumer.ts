/** One process's part of a consumer on NATS. */
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { createSlots } from '../slots.ts';
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

export async function startNatsConsumer(
  parts: NatsBusParts,
  subscription: SubscribeOptions,
): Promise<Subscription> {
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

  const open = async (partition: number) => {
    const name = `${consumer}-${partition}`;
    await manager.consumers.add(EVENTS_STREAM, {
      durable_name: name,
      filter_subject: filterOf(partition),
      ack_policy: AckPolicy.Explicit,
      ack_wait: ACK_WAIT,
      max_ack_pending: 1,
      deliver_policy: DeliverPolicy.New,
    });
    return (await client.consumers.get(EVENTS_STREAM, name)).consume({ expires: PULL });
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
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping = true;
    await Promise.all(streams.map((messages) => messages.close()));
    await Promise.all(working);
    if (!parts.connection.isClosed()) await parts.connection.flush();
  };
  return { stop: () => (stopped ??= stop()) };
}

/** What is no JSON is no event either, and `attempt` says so. */
function readJson(message: JsMsg): Event {
  try {
    return message.json();
  } catch {
    return { id: '', type: '' } as unknown as Event;
  }
}
