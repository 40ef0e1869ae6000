import type { EventBus } from './bus.ts';

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
