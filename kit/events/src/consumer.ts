import type { Log } from '@holdfast/kit-base/log';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import type { Registry } from 'prom-client';
import type { EventBus, SubscribeOptions } from './bus.ts';
import { countConsumed, showDeadLetters } from './figures.ts';

/** Milliseconds between two attempts at what failed. */
const PAUSE = 1_000;

/** What a service does at events of others. */
export interface Consumer {
  readonly subscription: SubscribeOptions;
  /**
   * Done when the subscription is there, and again until it does not reject: takes in what happened before anybody
   * listened. From then on nothing is missed.
   */
  catchUp?(stopping: AbortSignal): Promise<void>;
}

export interface Consuming extends Pick<Repeating, 'stop'> {
  /** Rejects while no events come: for readiness. */
  check(): Promise<void>;
}

export interface ConsumerOptions {
  readonly consumer: Consumer;
  /** Connects to the bus, which may be down: then it is asked again. */
  readonly connect: () => Promise<EventBus>;
  readonly log: Log;
  /** Where it shows what it took in, and what was given up. */
  readonly metrics?: Registry | undefined;
}

/**
 * Subscribes to the bus, again and again until that is done, and catches up. From then on the bus itself keeps the
 * connection up.
 * @returns when the first attempt to subscribe is over; `stop` waits for the handlers that run.
 */
export async function startConsumer({
  consumer,
  connect,
  log,
  metrics,
}: ConsumerOptions): Promise<Consuming> {
  let bus: EventBus | undefined;
  let subscribed = false;
  const subscription = metrics ? countConsumed(metrics, consumer.subscription) : consumer.subscription;
  if (metrics) showDeadLetters(metrics, () => bus);
  let failing = false;
  const failed = (err: unknown) => {
    if (!failing) log.warn({ err }, 'events cannot be received now; it is tried again');
    failing = true;
  };
  const subscribe = once(async () => {
    bus ??= await connect();
    await bus.subscribe(subscription);
    subscribed = true;
  });
  const catchUp = once(async (stopping: AbortSignal) => consumer.catchUp?.(stopping));
  await subscribe().catch(failed);
  const working = repeat(
    async (stopping) => {
      await subscribe();
      await catchUp(stopping);
      failing = false;
    },
    PAUSE,
    failed,
  );
  return {
    check: async () => {
      if (!bus || !subscribed) throw new Error('There is no subscription yet.');
      await bus.check();
    },
    stop: async () => {
      await working.stop();
      await bus?.stop();
    },
  };
}

/** Does it until it was done. */
function once<A extends unknown[]>(work: (...given: A) => Promise<void>): (...given: A) => Promise<void> {
  let done = false;
  return async (...given) => {
    if (done) return;
    await work(...given);
    done = true;
  };
}
