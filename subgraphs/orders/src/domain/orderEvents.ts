/** Decides which events report a change of an order, and what they carry. */
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import { formatMoney } from '@holdfast/kit-values/money';
import type { Order, OrderEvent, OrderStatus } from './order.ts';

/**
 * Returns one event for each status that the order gained, and at most one OrderChanged, when anything that
 * its watchers see has changed: the status of the order, of its saga, or of a step.
 * @param from null for a new order, which has no watchers yet.
 */
export function eventsOf(from: Order | null, to: Order, newId: () => string): Event[] {
  const known = from?.history.length ?? 0;
  const statusEvents = to.history
    .slice(known)
    .map((entry, n) => statusEvent(to, entry, to.history[known + n - 1]?.status ?? null, newId));
  return from && visibleState(from) !== visibleState(to)
    ? [...statusEvents, changedEvent(to, newId)]
    : statusEvents;
}

function statusEvent(
  order: Order,
  { status, at, actor, reason }: OrderEvent,
  previousStatus: OrderStatus | null,
  newId: () => string,
): Event {
  const origin = { clock: () => at, newId };
  const data = { ...dataOf(order), previousStatus };
  switch (status) {
    case 'PENDING':
      return newEvent('OrderPlaced', data, origin);
    case 'CONFIRMED':
      return newEvent('OrderConfirmed', data, origin);
    case 'REJECTED':
      return newEvent('OrderRejected', { ...data, rejection: rejectionOf(order) }, origin);
    case 'CANCELLED':
      return newEvent('OrderCancelled', { ...data, actor, reason }, origin);
    case 'SHIPPED':
      return newEvent('OrderShipped', { ...data, actor, shipment: shipmentOf(order) }, origin);
    case 'DELIVERED':
      return newEvent('OrderDelivered', { ...data, actor }, origin);
    default:
      return status satisfies never;
  }
}

function changedEvent({ id: orderId, customerId, status, updatedAt }: Order, newId: () => string): Event {
  return newEvent('OrderChanged', { orderId, customerId, status }, { clock: () => updatedAt, newId });
}

function visibleState({ status, saga }: Order): string {
  return [status, saga.status, ...saga.steps.map((step) => step.status)].join(' ');
}

function dataOf({
  id,
  number,
  customerId,
  contact,
  lines,
  total,
  placedAt,
}: Order): EventData<'OrderPlaced'> {
  return {
    orderId: id,
    number,
    customer: { id: customerId, email: contact?.email ?? null, name: contact?.name ?? null },
    lines: lines.map(({ productId, sku, name, kind, unitPrice, quantity }) => ({
      ...{ productId, sku, name, kind, quantity },
      unitPrice: formatMoney(unitPrice),
    })),
    total: formatMoney(total),
    placedAt: placedAt.toISOString(),
  };
}

function rejectionOf({ id, rejection }: Order): { code: string; message: string } {
  if (!rejection) throw new Error(`Order ${id} is REJECTED without a rejection.`);
  return { code: rejection.code, message: rejection.message };
}

function shipmentOf({ id, shipment }: Order): { carrier: string; trackingNumber: string } {
  if (!shipment) throw new Error(`Order ${id} is SHIPPED without a shipment.`);
  return { carrier: shipment.carrier, trackingNumber: shipment.trackingNumber };
}
