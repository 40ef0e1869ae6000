import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import type { Registry } from 'prom-client';
import type { EventBus } from './bus.ts';
import { countPublished, showOutbox } from './eventMetrics.ts';
import { createOutage } from './outage.ts';
import type { Outbox } from './outbox.ts';

/** Milliseconds between two polls of an outbox while this process may write into it. */
const POLL = 150;
/** Milliseconds between two polls otherwise, unless the outbox says another. */
const QUIET_POLL = 1_000;
/** Milliseconds after `hurry` in which this process may still write. */
const BUSY = 2_000;

export interface RelayOptions {
  readonly outbox: Outbox;
  /** Connects to the bus. It is called again after it rejects; events wait in the meantime. */
  readonly connect: () => Promise<EventBus>;
  readonly log: Log;
  /** Exports how many events wait, and how many were published. */
  readonly metrics?: Registry | undefined;
}

export interface Relay {
  /** Makes it poll every `POLL` for a while, because this process has written events or is about to. */
  hurry(): void;
  /** Stops after the batch that is being published, and closes the outbox and the bus. */
  stop(): Promise<void>;
}

/**
 * Publishes the events of an outbox until it is stopped. An event leaves the outbox after it was published,
 * so a relay that is killed in between publishes it again. Polling every `POLL` costs each service 2 to 3 %
 * of a processor, so the relay polls that often only after `hurry`.
 */
export function startRelay({ outbox, connect, log, metrics }: RelayOptions): Relay {
  let bus: EventBus | undefined;
  let publish: EventBus['publish'] | undefined;
  if (metrics) showOutbox(metrics, outbox, log);
  const outage = createOutage((err) => log.warn({ err }, 'events cannot be published now; they wait'));
  let busyUntil = performance.now() + BUSY;
  const publishWaiting = async (stopping: AbortSignal) => {
    bus ??= await connect();
    publish ??= metrics ? countPublished(metrics, bus.publish) : bus.publish;
    while (!stopping.aborted && (await outbox.relay(publish)));
    outage.over();
  };
  const isBusy = () => performance.now() < busyUntil;
  const interval = () => {
    if (isBusy()) return POLL;
    // Events wait for the bus to come back.
    return outage.isOngoing() ? QUIET_POLL : (outbox.quietPoll ?? QUIET_POLL);
  };
  const polling = repeat(publishWaiting, interval, outage.failed);
  return {
    hurry: () => {
      const wasBusy = isBusy();
      busyUntil = performance.now() + BUSY;
      if (!wasBusy) polling.wake();
    },
    stop: async () => {
      await polling.stop();
      await outbox.end?.();
      await bus?.stop();
    },
  };
}
