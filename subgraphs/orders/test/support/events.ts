/** Reads the events of an order that wait in the outbox of its document. */
import { type Event, typeOf } from '@holdfast/kit-events/event';
import type { OrderDocument } from '../../src/database/orderDocument.ts';
import type { OrderStatus } from '../../src/domain/order.ts';
import type { World } from './world.ts';

const STATUS: Partial<Record<string, OrderStatus>> = {
  OrderPlaced: 'PENDING',
  OrderConfirmed: 'CONFIRMED',
  OrderRejected: 'REJECTED',
  OrderCancelled: 'CANCELLED',
  OrderShipped: 'SHIPPED',
  OrderDelivered: 'DELIVERED',
};

/** Returns the types of events in sequence, without `Order`: `Placed Changed`. */
export function kindsOf(events: readonly Event[]): string {
  return events.map((event) => typeOf(event)?.replace('Order', '')).join(' ');
}

/** Returns the history of an order as its events report it: each status, with its time. */
export function historyOf({ outbox = [] }: Pick<OrderDocument, 'outbox'>) {
  return outbox.flatMap((event) => {
    const status = STATUS[typeOf(event) ?? ''];
    return status ? [{ status, time: event.time }] : [];
  });
}

/** Reads the events in an order's outbox. */
export async function waiting(world: World, { id }: { id: string }): Promise<readonly Event[]> {
  return (await world.deps.orders.findOne({ _id: id }))?.outbox ?? [];
}

/** Removes the events from an order's outbox, as the relay does. */
export async function relay(world: World, order: { id: string }): Promise<readonly Event[]> {
  const events = await waiting(world, order);
  await world.deps.orders.updateOne({ _id: order.id }, { $pullAll: { outbox: [...events] } });
  return events;
}
