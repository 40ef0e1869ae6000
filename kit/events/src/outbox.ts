import type { EventBus } from './bus.ts';

/** Events that were written together with the state of their aggregates, and wait to be published. */
export interface Outbox {
  /**
   * Publishes the waiting events in order, and removes them.
   * @returns true when more may be waiting.
   */
  relay(publish: EventBus['publish']): Promise<boolean>;
  /**
   * Milliseconds between two polls while only another process may have written into it, one that then crashed.
   * Default 1,000.
   */
  readonly quietPoll?: number;
  /** Counts the waiting events for metrics, up to 1,000. */
  waiting?(): Promise<{ readonly unsent: number; readonly oldestSeconds: number }>;
  /** Releases its resources. */
  end?(): Promise<void>;
}
