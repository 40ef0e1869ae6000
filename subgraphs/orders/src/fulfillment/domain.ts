/** Decides how a confirmed order changes: its next status, and whether it can still be cancelled. */
import type { Cancellation, Order, OrderStatus, Shipment } from '../domain/order.ts';

/** The reason for a refusal, and the statuses that are allowed instead; empty when there are none. */
export interface Refusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly allowed: readonly OrderStatus[];
}

export interface StatusChange {
  readonly kind: 'change';
  readonly to: 'SHIPPED' | 'DELIVERED';
  /** Null when the order ships nothing. */
  readonly shipment: Shipment['status'] | null;
}

export type CancelDecision = { readonly kind: 'begin' | 'join' | 'done' } | Refusal;

/** Decides whether STAFF may give the order this status. */
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

/** Returns the order with the status that was decided on. */
export function changeStatusTo(
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

/** Decides whether a request to cancel begins a cancellation, joins one in progress, or has nothing to do. */
export function decideCancel(order: Order): CancelDecision {
  if (order.status === 'CANCELLED') return { kind: 'done' };
  if (order.cancellation) return { kind: 'join' };
  if (order.status === 'CONFIRMED') return { kind: 'begin' };
  const message = `${standing(order)}: only a CONFIRMED order can be cancelled.`;
  return { kind: 'refused', message, allowed: allowedOf(order) };
}

/**
 * Returns the order with its completed saga set to COMPENSATING: from here on, its steps are undone.
 * @param until the end of the lease of the process that undoes them.
 */
export function startCancellation(
  order: Order,
  cancellation: Cancellation,
  { now, until }: { now: Date; until: Date },
): Order {
  const lease = { token: order.saga.lease.token + 1, until };
  const saga = { ...order.saga, status: 'COMPENSATING', finishedAt: null, lease, retryAt: until } as const;
  return { ...order, cancellation, saga, updatedAt: now };
}

/**
 * Returns the next status that STAFF may give an order, from its status and its contents; null when there is
 * none. An order with a parcel becomes SHIPPED and then DELIVERED. Seats and downloads become DELIVERED and
 * are never SHIPPED.
 */
function nextChange({ status, saga, shipment }: Order): StatusChange | null {
  if (saga.status !== 'COMPLETED') return null;
  if (status === 'CONFIRMED' && shipment) return { kind: 'change', to: 'SHIPPED', shipment: 'IN_TRANSIT' };
  // An order without a parcel can be SHIPPED if that was set before contents were checked.
  if (status === 'CONFIRMED' || status === 'SHIPPED') {
    return { kind: 'change', to: 'DELIVERED', shipment: shipment && 'DELIVERED' };
  }
  return null;
}

function allowedOf(order: Order): OrderStatus[] {
  const next = nextChange(order);
  return next ? [next.to] : [];
}

function standing(order: Order): string {
  const cancelling = order.cancellation && order.status !== 'CANCELLED';
  return cancelling ? 'The order is being cancelled' : `The order is ${order.status}`;
}
