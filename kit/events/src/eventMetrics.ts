/** The metrics of the events that a process publishes and consumes. */

import type { Log } from '@holdfast/kit-base/log';
import { createCounter } from '@holdfast/kit-telemetry/instruments';
import { Gauge, type Registry } from 'prom-client';
import type { EventBus, SubscribeOptions } from './bus.ts';
import { type Event, typeOf } from './event.ts';
import type { Outbox } from './outbox.ts';

/**
 * Exports what waits in an outbox, read at each scrape. The values are NaN while the database is unavailable.
 */
export function showOutbox(registry: Registry, outbox: Outbox, log: Log): void {
  const waiting = outbox.waiting?.bind(outbox);
  if (!waiting) return;
  const unsent = new Gauge({
    name: 'outbox_unsent',
    help: 'Events that are written and not published yet, up to 1,000; for MongoDB, documents with such events.',
    registers: [],
  });
  const oldest = new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'How long ago the oldest of them happened; 0 when there is none.',
    registers: [],
  });
  // Both gauges of one scrape share a reading.
  let reading: ReturnType<typeof waiting> | undefined;
  const read = () => {
    reading ??= waiting().finally(() => {
      reading = undefined;
    });
    return reading.catch((err: unknown) => {
      log.warn({ err }, 'a figure for /metrics could not be read');
      return { unsent: Number.NaN, oldestSeconds: Number.NaN };
    });
  };
  Object.assign(unsent, { collect: async () => unsent.set((await read()).unsent) });
  Object.assign(oldest, { collect: async () => oldest.set((await read()).oldestSeconds) });
  registry.registerMetric(unsent);
  registry.registerMetric(oldest);
}

/** Counts published events. */
export function countPublished(registry: Registry, publish: EventBus['publish']): EventBus['publish'] {
  const published = createCounter(registry, {
    name: 'events_published_total',
    help: 'Events given to the bus, by type. One may be given to it twice.',
  });
  return async (events) => {
    await publish(events);
    for (const event of events) published({ type: typeOf(event) ?? 'other' }).add();
  };
}

/** Counts what a consumer handles: `events_consumed_total{consumer,type,outcome}`. */
export function countConsumed(registry: Registry, subscription: SubscribeOptions): SubscribeOptions {
  const consumed = createCounter(registry, {
    name: 'events_consumed_total',
    help: 'Attempts at events, by outcome: done, or failed, after which it is tried again.',
  });
  const { consumer, handle, handleAll } = subscription;
  const count = (event: Event, outcome: 'done' | 'failed') =>
    consumed({ consumer, type: typeOf(event) ?? 'other', outcome }).add();
  return {
    ...subscription,
    handle: async (event) => {
      let outcome: 'done' | 'failed' = 'failed';
      try {
        await handle(event);
        outcome = 'done';
      } finally {
        count(event, outcome);
      }
    },
    ...(handleAll && {
      // After a failure, each event is handled alone, and counts then.
      handleAll: async (events: readonly Event[]) => {
        await handleAll(events);
        for (const event of events) count(event, 'done');
      },
    }),
  };
}

/**
 * Exports the number of dead letters that wait for an operator, read at each scrape. NaN while the bus is
 * unavailable.
 */
export function showDeadLetters(registry: Registry, bus: () => EventBus | undefined): void {
  new Gauge({
    name: 'events_dead_letters',
    help: 'Events of any consumer that were given up: npm run events:dead.',
    registers: [registry],
    async collect() {
      const count = await bus()
        ?.deadLetters.count()
        .catch(() => Number.NaN);
      this.set(count ?? Number.NaN);
    },
  });
}
