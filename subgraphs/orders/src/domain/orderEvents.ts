/** Which events a change of an order makes, and what they say. */
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';
import { formatMoney } from '@holdfast/kit-values/money';
import type { Order, OrderEvent, OrderStatus } from './order.ts';

/**
 * One event for each status that the order got, and one OrderChanged at most, whatever changed of it that its watchers see:
 * its status, its saga's, or a step's.
 * @param from null for an order that is new: nobody watches it yet.
 */
export function eventsOf(from: Order | null, to: Order, newId: () => string): Event[] {
  const known = from?.history.length ?? 0;
  const told = to.history
    .slice(known)
    .map((entry, n) => statusEvent(to, entry, to.history[known + n - 1]?.status ?? null, newId));
  return from && watchedOf(from) !== watchedOf(to) ? [...told, changedEvent(to, newId)] : told;
}

function statusEvent(
  order: Order,
  { status, at, actor, reason }: OrderEvent,
  previousStatus: OrderStatus | null,
  newId: () => string,
): Event {
  const made = { clock: () => at, newId };
  const data = { ...dataOf(order), previousStatus };
  switch (status) {
    case 'PENDING':
      return newEvent('OrderPlaced', data, made);
    case 'CONFIRMED':
      return newEvent('OrderConfirmed', data, made);
    case 'REJECTED':
      return newEvent('OrderRejected', { ...data, rejection: rejectionOf(order) }, made);
    case 'CANCELLED':
      return newEvent('OrderCancelled', { ...data, actor, reason }, made);
    case 'SHIPPED':
      return newEvent('OrderShipped', { ...data, actor, shipment: shipmentOf(order) }, made);
    case 'DELIVERED':
      return newEvent('OrderDelivered', { ...data, actor }, made);
    default:
      return status satisfies never;
  }
}

function changedEvent({ id: orderId, customerId, status, updatedAt }: Order, newId: () => string): Event {
  return newEvent('OrderChanged', { orderId, customerId, status }, { clock: () => updatedAt, newId });
}

function watchedOf({ status, saga }: Order): string {
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
  if (!rejection) throw new Error(`Order ${id} is REJECTED and does not say why.`);
  return { code: rejection.code, message: rejection.message };
}

function shipmentOf({ id, shipment }: Order): { carrier: string; trackingNumber: string } {
  if (!shipment) throw new Error(`Order ${id} is SHIPPED and has no parcel.`);
  return { carrier: shipment.carrier, trackingNumber: shipment.trackingNumber };
}
