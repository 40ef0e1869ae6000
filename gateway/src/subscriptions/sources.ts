/**
 * Where each field of `Subscription` comes from: the events that make its value change, and the field of `Query` by which
 * it is read. To add a subscription: its field in a subgraph's SDL, and an entry here.
 */
import type { Event, EventType } from '@holdfast/kit-events/event';

export interface Source {
  /** The kind of event that its value changes with. */
  readonly event: EventType;
  /** The subject of the events that concern a subscriber; null when all of them do. */
  subject(args: Readonly<Record<string, unknown>>): string | null;
  /** Whether there is a value before any event; otherwise the first reading only asks whether the client may. */
  readonly initial: boolean;
  readonly read: Reading;
}

/** The query that reads a value. */
export interface Reading {
  /** The field of `Query`. */
  readonly field: string;
  /** Its arguments that come from the event, with their types; the client's arguments of the subscription are kept. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Those arguments of an event; of none for the first reading. */
  argumentsOf(event: Event | undefined): Readonly<Record<string, unknown>>;
  /** Where in the field's own value the subscription's value stands. */
  readonly path: readonly (string | number)[];
}

/** No product and no warehouse has it. */
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
      // Gives nothing for what is no longer low by then, of which nobody is told.
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

/** The kinds of events that some subscription is about. */
export const EVENTS_NEEDED: readonly EventType[] = [
  ...new Set(Object.values(SOURCES).map(({ event }) => event)),
];
