import type { EventBus, SubscribeOptions } from '@holdfast/kit/events/bus';
import type { Log } from '@holdfast/kit/log';
import { repeat } from '@holdfast/kit/repeat';

export interface Consumer {
  /** Rejects while no events come: for readiness. */
  check(): Promise<void>;
  /** Ends it, when the handlers that run have ended. */
  stop(): Promise<void>;
}

/** Milliseconds between two attempts to reach a bus that is down. */
const PAUSE = 1_000;

/**
 * Subscribes to the bus, again and again until that is done: it may be down when this starts. From then on the bus itself
 * keeps the connection up.
 * @returns when the first attempt is over.
 */
export async function startConsumer(
  connect: () => Promise<EventBus>,
  subscription: SubscribeOptions,
  log: Log,
): Promise<Consumer> {
  let bus: EventBus | undefined;
  let subscribed = false;
  let failing = false;
  const failed = (err: unknown) => {
    if (!failing) log.warn({ err }, 'the event bus cannot be used now; it is tried again');
    failing = true;
  };
  const attempt = async () => {
    if (subscribed) return;
    bus ??= await connect();
    await bus.subscribe(subscription);
    subscribed = true;
  };
  await attempt().catch(failed);
  const attempts = repeat(attempt, PAUSE, failed);
  return {
    check: async () => {
      if (!bus || !subscribed) throw new Error('There is no subscription yet.');
      await bus.check();
    },
    stop: async () => {
      await attempts.stop();
      await bus?.stop();
    },
  };
}
