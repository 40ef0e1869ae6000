import { expect } from 'vitest';
import type { EventBus } from '../src/bus.ts';
import type { Event } from '../src/event.ts';

/** For `expect.poll`. */
export const SOON = { timeout: 60_000, interval: 50 };

/** As a relay does: again until the bus has it. */
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
