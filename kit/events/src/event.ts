/**
 * The envelope of an event: CloudEvents 1.0.2, section 3, in the structured JSON mode of its JSON event
 * format.
 */

import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { readTraceparent } from '@holdfast/kit-base/span';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { z } from 'zod';
import { EVENTS } from './catalogue.ts';

/** The short name of an event type: `OrderConfirmed`. */
export type EventType = keyof typeof EVENTS;

/** The data of an event of this type. */
export type EventData<T extends EventType> = Readonly<z.infer<(typeof EVENTS)[T]['data']>>;

interface Envelope<T extends EventType> {
  readonly specversion: '1.0';
  /** UUIDv7. A redelivered event has the same id, by which consumers are idempotent. */
  readonly id: string;
  /** The service that published it: `/orders`. */
  readonly source: string;
  readonly type: `holdfast.${T}.v1`;
  /** The id of the aggregate. Events of one subject reach a consumer in the order in which they happened. */
  readonly subject: string;
  /** When it happened: RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /**
   * The trace in which it happened (CloudEvents' extension Distributed Tracing 1.0). Only present while
   * traces are exported.
   */
  readonly traceparent?: string;
  readonly data: EventData<T>;
}

/** An event of one of the types T. `switch (event.type)` narrows its data. */
export type Event<T extends EventType = EventType> = { [Type in T]: Envelope<Type> }[T];

/** Supplies the time and the id of a new event. */
export interface EventStamp {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Creates an event that has just happened to an aggregate. */
export function newEvent<T extends EventType>(
  type: T,
  data: EventData<T>,
  { clock, newId }: EventStamp,
): Event<T> {
  const { source, subject } = EVENTS[type];
  const traceparent = currentTraceparent();
  return {
    specversion: '1.0',
    id: newId(),
    source: `/${source}`,
    type: `holdfast.${type}.v1`,
    subject: String((data as Record<string, unknown>)[subject]),
    time: clock().toISOString(),
    datacontenttype: 'application/json',
    dataschema: `https://holdfast.example/schema/events/${type}.v1.json`,
    ...(traceparent !== undefined && { traceparent }),
    data,
  } satisfies Envelope<T> as Event<T>;
}

/** Returns the short name of an event's type; undefined for an unknown type. */
export function typeOf(event: { readonly type: string }): EventType | undefined {
  const name = /^holdfast\.(\w+)\.v1$/.exec(event.type)?.[1];
  return name !== undefined && Object.hasOwn(EVENTS, name) ? (name as EventType) : undefined;
}

const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string(),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  traceparent: z.unknown().optional(),
});

/**
 * Validates an event from a bus. Drops unknown fields, because the publisher may be newer.
 * @throws an error that says what is wrong with the event.
 */
export function readEvent(value: unknown): Event {
  const { type, traceparent: given, ...rest } = envelope.parse(value);
  // An invalid one only loses the trace.
  const traceparent = readTraceparent(given);
  const name = typeOf({ type });
  if (!name) throw new Error(`Unknown event type: ${type}.`);
  const data = EVENTS[name].data.parse((value as { data?: unknown }).data);
  return { ...rest, ...(traceparent !== undefined && { traceparent }), type, data } as Event;
}

/** The handlers of a consumer, by event type. */
export type EventHandlers<T extends EventType> = {
  readonly [Type in T]: (event: Event<Type>) => Promise<void>;
};

/**
 * Turns a table of handlers into the options of a subscription: `bus.subscribe({ consumer: 'reports',
 * ...handlersOf({ OrderPlaced: … }) })`.
 */
export function handlersOf<T extends EventType>(
  handlers: EventHandlers<T>,
): { types: readonly T[]; handle: (event: Event) => Promise<void> } {
  return {
    types: Object.keys(handlers) as T[],
    handle: async (event) => {
      const type = typeOf(event);
      if (type && Object.hasOwn(handlers, type)) {
        await (handlers as Partial<Record<EventType, (event: Event) => Promise<void>>>)[type]?.(event);
      }
    },
  };
}
