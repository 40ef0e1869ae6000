import type { Log } from '@holdfast/kit-base/log';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import type { Registry } from 'prom-client';
import type { EventBus, SubscribeOptions } from './bus.ts';
import { countConsumed, showDeadLetters } from './eventMetrics.ts';
import { createOutage } from './outage.ts';

/** Milliseconds between two attempts to subscribe or to catch up. */
const PAUSE = 1_000;

/** The events that a service handles. */
export interface Consumer {
  readonly subscription: SubscribeOptions;
  /**
   * Processes what happened before the subscription existed. Called once the service is subscribed, and again
   * until it resolves. From then on nothing is missed.
   */
  catchUp?(stopping: AbortSignal): Promise<void>;
}

export interface Consuming extends Pick<Repeating, 'stop'> {
  /** Rejects while no events can arrive: for readiness. */
  check(): Promise<void>;
}

export interface ConsumerOptions {
  readonly consumer: Consumer;
  /** Connects to the bus. It is called again after it rejects. */
  readonly connect: () => Promise<EventBus>;
  readonly log: Log;
  /** Exports the consumed events and the dead letters. */
  readonly metrics?: Registry | undefined;
}

/**
 * Subscribes to the bus and catches up, retrying until both succeed. From then on the bus itself reconnects.
 * @returns after the first attempt to subscribe. `stop` waits for running handlers.
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
  const outage = createOutage((err) => log.warn({ err }, 'events cannot be received now; retrying'));
  const subscribe = onceDone(async () => {
    bus ??= await connect();
    await bus.subscribe(subscription);
    subscribed = true;
  });
  const catchUp = onceDone(async (stopping: AbortSignal) => consumer.catchUp?.(stopping));
  await subscribe().catch(outage.failed);
  const working = repeat(
    async (stopping) => {
      await subscribe();
      await catchUp(stopping);
      outage.over();
    },
    PAUSE,
    outage.failed,
  );
  return {
    check: async () => {
      if (!bus || !subscribed) throw new Error('The consumer is not subscribed yet.');
      await bus.check();
    },
    stop: async () => {
      await working.stop();
      await bus?.stop();
    },
  };
}

/** Wraps `work` so that calls after its first success do nothing. */
function onceDone<A extends unknown[]>(work: (...given: A) => Promise<void>): (...given: A) => Promise<void> {
  let done = false;
  return async (...given) => {
    if (done) return;
    await work(...given);
    done = true;
  };
}
