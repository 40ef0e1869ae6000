import type { Registry } from 'prom-client';
import type { Log } from '../log.ts';
import { type Repeating, repeat } from '../repeat.ts';
import { countPublished, showOutbox } from '../telemetry/events.ts';
import type { EventBus } from './bus.ts';

/** Milliseconds between two looks into an outbox. */
const POLL = 150;

/** Events that were written with the state of their aggregates, and wait to be published. */
export interface Outbox {
  /**
   * Publishes what is there, in order, and takes out what was published.
   * @returns whether there may be more.
   */
  relay(publish: EventBus['publish']): Promise<boolean>;
  /** What waits now, for those who watch: up to 1,000. */
  waiting?(): Promise<{ readonly unsent: number; readonly oldestSeconds: number }>;
  /** Ends what it keeps open. */
  end?(): Promise<void>;
}

export interface RelayOptions {
  readonly outbox: Outbox;
  /** Connects to the bus, which may be down: then it is asked again, and events wait. */
  readonly connect: () => Promise<EventBus>;
  readonly log: Log;
  /** Where it shows what waits and what it published. */
  readonly metrics?: Registry | undefined;
}

/**
 * Publishes what comes into an outbox, until it is stopped. An event is taken out after it was published: a relay that is
 * killed between the two publishes it again.
 */
export function startRelay({ outbox, connect, log, metrics }: RelayOptions): Repeating {
  let bus: EventBus | undefined;
  let publish: EventBus['publish'] | undefined;
  if (metrics) showOutbox(metrics, outbox, log);
  let failing = false;
  const work = async (stopping: AbortSignal) => {
    bus ??= await connect();
    publish ??= metrics ? countPublished(metrics, bus.publish) : bus.publish;
    while (!stopping.aborted && (await outbox.relay(publish)));
    failing = false;
  };
  const relaying = repeat(work, POLL, (err) => {
    if (!failing) log.warn({ err }, 'events cannot be published now; they wait');
    failing = true;
  });
  return {
    stop: async () => {
      await relaying.stop();
      await outbox.end?.();
      await bus?.stop();
    },
  };
}
