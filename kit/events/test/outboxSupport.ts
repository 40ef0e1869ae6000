import type { EventBus } from '../src/bus.ts';
import type { Event } from '../src/event.ts';
import { collector } from './support.ts';

/** Creates a bus that only collects published events. */
export function takingBus() {
  const taken = collector();
  let failures = 0;
  const bus: EventBus = {
    publish: async (events) => {
      if (failures > 0) {
        failures--;
        throw new Error('the bus is down');
      }
      for (const event of events) await taken.add(event);
    },
    subscribe: () => Promise.reject(new Error('not here')),
    listen: () => Promise.reject(new Error('not here')),
    deadLetters: { count: async () => 0, list: async () => [], resend: async () => false },
    check: async () => {},
    stop: async () => {},
  };
  return {
    bus,
    taken,
    /** Makes publishing fail this many times. */
    fail: (times: number) => {
      failures = times;
    },
  };
}

/** Relays like a process that is killed after publishing, before it removes the events. */
export async function killedAfterPublishing(
  relay: (publish: EventBus['publish']) => Promise<unknown>,
  publish: EventBus['publish'],
): Promise<void> {
  const killed = new Error('killed');
  await relay(async (events: readonly Event[]) => {
    await publish(events);
    throw killed;
  }).catch((error) => {
    if (error !== killed) throw error;
  });
}
