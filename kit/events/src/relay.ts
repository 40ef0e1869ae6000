import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@holdfast/kit-base/log';
import type { Repeating } from '@holdfast/kit-base/repeat';
import type { Registry } from 'prom-client';
import type { EventBus } from './bus.ts';
import { countPublished, showOutbox } from './figures.ts';
import type { Outbox } from './outbox.ts';

/** Milliseconds between two looks into an outbox while this process may write into it… */
const POLL = 150;
/** …and while only another process may have: one that wrote events and died. */
const QUIET_POLL = 1_000;
/** Milliseconds after `hurry` in which this process may still write. */
const BUSY = 2_000;

export interface RelayOptions {
  readonly outbox: Outbox;
  /** Connects to the bus, which may be down: then it is asked again, and events wait. */
  readonly connect: () => Promise<EventBus>;
  readonly log: Log;
  /** Where it shows what waits and what it published. */
  readonly metrics?: Registry | undefined;
}

export interface Relay extends Repeating {
  /** Says that this process may have written events, or is about to: they are looked for within `POLL`. */
  hurry(): void;
}

/**
 * Publishes what comes into an outbox, until it is stopped. An event is taken out after it was published: a relay that is
 * killed between the two publishes it again. To look costs each service 2 to 3 % of a processor at `POLL`, so it does that only
 * after `hurry`.
 */
export function startRelay({ outbox, connect, log, metrics }: RelayOptions): Relay {
  let bus: EventBus | undefined;
  let publish: EventBus['publish'] | undefined;
  if (metrics) showOutbox(metrics, outbox, log);
  let failing = false;
  let busyUntil = performance.now() + BUSY;
  let wake = () => {};
  const stopping = new AbortController();
  const look = async () => {
    bus ??= await connect();
    publish ??= metrics ? countPublished(metrics, bus.publish) : bus.publish;
    while (!stopping.signal.aborted && (await outbox.relay(publish)));
    failing = false;
  };
  const failed = (err: unknown) => {
    if (!failing) log.warn({ err }, 'events cannot be published now; they wait');
    failing = true;
  };
  /** Ends after `QUIET_POLL`, or when somebody hurries. */
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, QUIET_POLL - POLL);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopping.signal.aborted) {
      await look().catch(failed);
      if (performance.now() >= busyUntil && !stopping.signal.aborted) await rest();
      await delay(POLL, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const running = run();
  return {
    hurry: () => {
      busyUntil = performance.now() + BUSY;
      wake();
    },
    stop: async () => {
      stopping.abort();
      wake();
      await running;
      await outbox.end?.();
      await bus?.stop();
    },
  };
}
