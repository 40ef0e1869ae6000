/**
 * The port to the event bus. `connectBus` connects to one on PostgreSQL or on NATS; both fulfil this
 * contract.
 */
import type { NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Event, EventType } from './event.ts';
import type { RetryPolicy } from './retry.ts';

export interface EventBus {
  /**
   * Resolves when the bus has stored all events; rejects when it may not have. In that case publish them
   * again: an event may be delivered more than once. Two callers must not publish events of the same subject
   * at once.
   */
  publish(events: readonly Event[]): Promise<void>;
  /**
   * Delivers each event of these types to the consumer at least once, starting with its first subscription.
   * Events wait while none of its processes runs. Processes with the same consumer name share the events.
   * Events of one subject are handled one after another, in order; events of different subjects are handled
   * concurrently.
   */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  /** Notifies this process of events that are published from now on, without storage, replay or retries. */
  listen(options: ListenOptions): Promise<Subscription>;
  readonly deadLetters: DeadLetters;
  /** Rejects when the bus does not answer: for readiness. */
  check(): Promise<void>;
  /** Ends subscriptions and connections after running handlers have finished. */
  stop(): Promise<void>;
}

export interface SubscribeOptions {
  /** The durable name: letters, digits, `-` and `_`. */
  readonly consumer: string;
  readonly types: readonly EventType[];
  /**
   * Handles an event. A rejection counts as a failed attempt. The event is retried after a pause, in which
   * later events of its subject wait. After the last attempt it becomes a dead letter, and later events
   * continue.
   */
  handle(event: Event): Promise<void>;
  /**
   * Handles events that wait at the same time, usually in one transaction; those of one subject are in their
   * order. A process calls it for one batch after the other. When it rejects, each event of the batch is passed
   * to `handle`, so it may have handled some of them. Without it, every event is passed to `handle`.
   */
  handleAll?(events: readonly Event[]): Promise<void>;
}

export interface ListenOptions {
  readonly types: readonly EventType[];
  onEvent(event: Event): void;
  /** Called when the bus is back after an outage: events published in the meantime were missed. */
  onGap?(): void;
}

export interface Subscription {
  /** Resolves when the last handler has finished. */
  stop(): Promise<void>;
}

/** An event that a consumer failed to handle in all attempts. */
export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly event: Event;
  /** The error of the last attempt. */
  readonly error: string;
  readonly attempts: number;
  readonly at: Date;
}

export interface DeadLetters {
  count(): Promise<number>;
  /** Returns the letters, oldest first. */
  list(): Promise<DeadLetter[]>;
  /**
   * Resends a letter to its consumer, behind the events that are waiting.
   * @returns false when there is no such letter.
   */
  resend(id: string): Promise<boolean>;
}

export interface BusOptions {
  readonly url: string;
  /** The name of the connecting process, which the server shows. */
  readonly name: string;
  readonly log: Log;
  readonly newId: NewId;
  readonly retry: RetryPolicy;
  /** The maximum number of concurrent handlers of a subscription in this process. Default 16. */
  readonly concurrency?: number;
}
