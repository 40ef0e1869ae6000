/** What an order that has been placed can become, as pure decisions. */
import type { Cancellation, Order, OrderStatus, Shipment } from './order.ts';

/** Why not, and what may be done instead; empty when nothing may. */
export interface Refusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly allowed: readonly OrderStatus[];
}

export interface StatusChange {
  readonly kind: 'change';
  readonly to: 'SHIPPED' | 'DELIVERED';
  /** Null when nothing is shipped. */
  readonly shipment: Shipment['status'] | null;
}

/**
 * What STAFF may make of an order, by its status and by what it holds: what has a parcel is SHIPPED and then DELIVERED; seats and
 * downloads are DELIVERED, and never on their way. Null for nothing.
 */
function nextChange({ status, saga, shipment }: Order): StatusChange | null {
  if (saga.status !== 'COMPLETED') return null;
  if (status === 'CONFIRMED' && shipment) return { kind: 'change', to: 'SHIPPED', shipment: 'IN_TRANSIT' };
  // One without a parcel may be SHIPPED from before it was asked for what it holds.
  if (status === 'CONFIRMED' || status === 'SHIPPED') {
    return { kind: 'change', to: 'DELIVERED', shipment: shipment && 'DELIVERED' };
  }
  return null;
}

/** Whether an order may get this status. */
export function decideStatusChange(order: Order, to: OrderStatus): StatusChange | Refusal {
  const next = nextChange(order);
  if (next?.to === to) return next;
  const why = to === 'SHIPPED' && !order.shipment && next ? ' and has nothing to ship' : '';
  return {
    kind: 'refused',
    message: `${standing(order)}${why}: it can become ${next?.to ?? 'nothing else'}.`,
    allowed: allowedOf(order),
  };
}

/** The order with the status that was decided on. */
export function changed(
  order: Order,
  { to, shipment }: StatusChange,
  { actor, now }: { actor: string; now: Date },
): Order {
  return {
    ...order,
    status: to,
    shipment: order.shipment && shipment !== null ? { ...order.shipment, status: shipment } : order.shipment,
    history: [...order.history, { status: to, at: now, actor, reason: null }],
    updatedAt: now,
  };
}

export type CancelDecision = { readonly kind: 'begin' | 'join' | 'done' } | Refusal;

/** What asking to cancel means: it begins, or joins one that is under way, or has been done already. */
export function decideCancel(order: Order): CancelDecision {
  if (order.status === 'CANCELLED') return { kind: 'done' };
  if (order.cancellation) return { kind: 'join' };
  if (order.status === 'CONFIRMED') return { kind: 'begin' };
  const message = `${standing(order)}: only a CONFIRMED order can be cancelled.`;
  return { kind: 'refused', message, allowed: allowedOf(order) };
}

/**
 * The order with its completed saga turned round: from here on it is undone.
 * @param until when the lease ends of the process that undoes it.
 */
export function cancelling(
  order: Order,
  cancellation: Cancellation,
  { now, until }: { now: Date; until: Date },
): Order {
  const lease = { token: order.saga.lease.token + 1, until };
  const saga = { ...order.saga, status: 'COMPENSATING', finishedAt: null, lease, retryAt: until } as const;
  return { ...order, cancellation, saga, updatedAt: now };
}

function allowedOf(order: Order): OrderStatus[] {
  const next = nextChange(order);
  return next ? [next.to] : [];
}

function standing(order: Order): string {
  const cancelling = order.cancellation && order.status !== 'CANCELLED';
  return cancelling ? 'The order is being cancelled' : `The order is ${order.status}`;
}
