/** What the events of an order that wait in its document tell. */
import type { Event } from '@holdfast/kit-events/event';
import { typeOf } from '@holdfast/kit-events/event';
import type { OrderStatus } from '../src/domain/order.ts';
import type { OrderDocument } from '../src/store/orderDocument.ts';
import type { World } from './world.ts';

const STATUS: Partial<Record<string, OrderStatus>> = {
  OrderPlaced: 'PENDING',
  OrderConfirmed: 'CONFIRMED',
  OrderRejected: 'REJECTED',
  OrderCancelled: 'CANCELLED',
  OrderShipped: 'SHIPPED',
  OrderDelivered: 'DELIVERED',
};

/** The kinds of events, in their sequence, without `Order`: `Placed Changed`. */
export function kindsOf(events: readonly Event[]): string {
  return events.map((event) => typeOf(event)?.replace('Order', '')).join(' ');
}

/** The history of an order as its events tell it: those that are about a status, each with its time. */
export function historyTold({ outbox = [] }: Pick<OrderDocument, 'outbox'>) {
  return outbox.flatMap((event) => {
    const status = STATUS[typeOf(event) ?? ''];
    return status ? [{ status, time: event.time }] : [];
  });
}

/** The events that wait in an order's document. */
export async function waiting(world: World, { id }: { id: string }): Promise<readonly Event[]> {
  return (await world.deps.orders.findOne({ _id: id }))?.outbox ?? [];
}

/** Takes them out of it, as the relay does. */
export async function relay(world: World, order: { id: string }): Promise<readonly Event[]> {
  const events = await waiting(world, order);
  await world.deps.orders.updateOne({ _id: order.id }, { $pullAll: { outbox: [...events] } });
  return events;
}
