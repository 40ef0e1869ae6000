/** The port to the event bus. `connectBus` gives one on PostgreSQL or on NATS; both hold to what stands here. */
import type { NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Event, EventType } from './event.ts';
import type { RetryPolicy } from './retry.ts';

export interface EventBus {
  /**
   * Resolves when the bus has stored all of them; rejects when it may not have. Then they may be published again: an
   * event may be delivered more than once. Events of one subject must not be published by two callers at once.
   */
  publish(events: readonly Event[]): Promise<void>;
  /**
   * Delivers each event of these types to the consumer at least once, from its first subscription on: while none of
   * its processes runs, events wait. Processes with the same consumer name share them. Events of one subject come one
   * after another, in order; those of different subjects come at once.
   */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Tells this process of events that are published from now on: no replay, nothing is kept, none is sent again. */
  listen(options: ListenOptions): Promise<Subscription>;
  readonly deadLetters: DeadLetters;
  /** Rejects when the bus does not answer: for readiness. */
  check(): Promise<void>;
  /** Ends subscriptions and connections; handlers that run are waited for. */
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  /** Durable: letters, digits, `-` and `_`. */
  readonly consumer: string;
  readonly types: readonly EventType[];
  /**
   * What it rejects with counts as a failed attempt: tried again after a pause, in which later events of the same subject
   * wait. After the last attempt the event is a dead letter, and later ones go on.
   */
  handle(event: Event): Promise<void>;
}

export interface ListenOptions {
  readonly types: readonly EventType[];
  onEvent(event: Event): void;
  /** Called when the bus is there again after it was away: what was published meanwhile was not heard. */
  onGap?(): void;
}

export interface Subscription {
  /** Resolves when no handler runs any more. */
  stop(): Promise<void>;
}

/** An event that a consumer failed at again and again. */
export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly event: Event;
  /** Of the last attempt. */
  readonly error: string;
  readonly attempts: number;
  readonly at: Date;
}

export interface DeadLetters {
  count(): Promise<number>;
  /** The oldest first. */
  list(): Promise<DeadLetter[]>;
  /**
   * Gives one to its consumer again, behind what waits for it now.
   * @returns false when there is no such letter.
   */
  resend(id: string): Promise<boolean>;
}

export interface BusOptions {
  readonly url: string;
  /** Who connects: shown by the server. */
  readonly name: string;
  readonly log: Log;
  readonly newId: NewId;
  readonly retry: RetryPolicy;
  /** Most handlers of one subscription that run at once in this process. Default 16. */
  readonly concurrency?: number;
}
