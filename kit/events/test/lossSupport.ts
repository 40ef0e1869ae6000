import { expect } from 'vitest';
import type { EventBus } from '../src/bus.ts';
import type { Event } from '../src/event.ts';

/** Options of `expect.poll`. */
export const SOON = { timeout: 60_000, interval: 50 };

/** Publishes like a relay: retries until the bus has stored the events. */
export const publishUntilDone = (bus: EventBus, events: readonly Event[]) =>
  expect
    .poll(
      () =>
        bus.publish(events).then(
          () => 'published',
          () => 'waits',
        ),
      SOON,
    )
    .toBe('published');
