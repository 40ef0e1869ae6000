import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import type { EventBus } from '@holdfast/kit-events/bus';
import type { Broker } from './broker.ts';
import { EVENTS_NEEDED } from './sources.ts';

/** The milliseconds between two attempts to reach the bus. */
const INTERVAL = 1_000;

/**
 * Passes the bus's events to a broker as soon as the bus is reachable. A gateway starts and serves without
 * it.
 */
export function followEvents(
  connect: () => Promise<EventBus>,
  broker: Broker,
  log: Log,
): { stop(): Promise<void> } {
  let bus: EventBus | undefined;
  let failing = false;
  const connecting = repeat(
    async () => {
      if (bus) return;
      const connected = await connect();
      try {
        await connected.listen({ types: EVENTS_NEEDED, onEvent: broker.publish, onGap: broker.gap });
      } catch (error) {
        await connected.stop();
        throw error;
      }
      bus = connected;
      // Subscriptions that started before the bus was reachable have received nothing yet.
      broker.gap();
      if (failing) log.info({}, 'subscriptions hear of events');
    },
    INTERVAL,
    (err) => {
      if (!failing) log.warn({ err }, 'subscriptions hear of no events: the bus cannot be reached');
      failing = true;
    },
  );
  return {
    async stop() {
      await connecting.stop();
      await bus?.stop();
    },
  };
}
