/**
 * The source of each `Subscription` field: the events that change its value, and the `Query` field that reads
 * it. To add a subscription, add its field to a subgraph's SDL and an entry here.
 */
import type { Event, EventType } from '@holdfast/kit-events/event';

export interface Source {
  /** The type of event that changes its value. */
  readonly event: EventType;
  /** Returns the subject of the events that concern a subscriber; null when all of them do. */
  subject(args: Readonly<Record<string, unknown>>): string | null;
  /** True when there is a value before any event; otherwise the first reading only checks permission. */
  readonly initial: boolean;
  readonly read: Reading;
}

/** The query that reads a value. */
export interface Reading {
  /** The field of `Query`. */
  readonly field: string;
  /** Its arguments that come from the event, with their types. The client's own arguments are kept. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Returns those arguments for an event; for undefined, those of the first reading. */
  argumentsOf(event: Event | undefined): Readonly<Record<string, unknown>>;
  /** The path from the field's value to the subscription's value. */
  readonly path: readonly (string | number)[];
}

/** An id that no product and no warehouse has. */
const NOTHING = '00000000-0000-7000-8000-000000000000';

export const SOURCES: Readonly<Record<string, Source>> = {
  orderUpdated: {
    event: 'OrderChanged',
    subject: ({ id }) => String(id),
    initial: true,
    read: { field: 'order', arguments: {}, argumentsOf: () => ({}), path: [] },
  },
  stockLow: {
    event: 'StockLow',
    subject: () => null,
    initial: false,
    read: {
      // Returns nothing for stock that is no longer low by then, which is not reported.
      field: 'lowStock',
      arguments: { first: 'Int', productId: 'ID', warehouseId: 'ID' },
      argumentsOf: (event) => ({
        first: 1,
        productId: event?.type === 'holdfast.StockLow.v1' ? event.data.productId : NOTHING,
        warehouseId: event?.type === 'holdfast.StockLow.v1' ? event.data.warehouse.id : NOTHING,
      }),
      path: ['nodes', 0],
    },
  },
};

/** The event types that some subscription follows. */
export const EVENTS_NEEDED: readonly EventType[] = [
  ...new Set(Object.values(SOURCES).map(({ event }) => event)),
];
