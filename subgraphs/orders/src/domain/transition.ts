import type { Event } from '@holdfast/kit-events/event';
import type { Order } from './order.ts';
import { eventsOf } from './orderEvents.ts';

/**
 * An order before and after a change, with the events that report the change. Queries write nothing but
 * transitions, so no state is written without its events.
 */
export interface Transition<From extends Order | null = Order> {
  /** The order as stored in the database; null when it is not stored yet. */
  readonly from: From;
  readonly to: Order;
  /** In the order in which they happened. */
  readonly events: readonly Event[];
}

export function transition<From extends Order | null>(
  from: From,
  to: Order,
  newId: () => string,
): Transition<From> {
  return { from, to, events: eventsOf(from, to, newId) };
}
