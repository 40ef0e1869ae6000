import type { Event } from '@holdfast/kit-events/event';
import type { Order } from './order.ts';
import { eventsOf } from './orderEvents.ts';

/**
 * An order as it was and as it will be, with the events that tell of it. Nothing else is written (`store/`), so that no
 * state is written without its events.
 */
export interface Transition<From extends Order | null = Order> {
  /** As it stands in the database; null when it is not there yet. */
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
