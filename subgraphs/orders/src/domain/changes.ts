/** What an order that has been placed can become, as pure decisions. */
import type { Cancellation, Order, OrderStatus, Shipment } from './order.ts';

/** Why not, and what may be done instead; empty when nothing may. */
export interface Refusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly allowed: readonly OrderStatus[];
}

/** What STAFF may make of an order, by its status, and what becomes of its parcel. */
const NEXT = {
  CONFIRMED: { to: 'SHIPPED', shipment: 'IN_TRANSIT' },
  SHIPPED: { to: 'DELIVERED', shipment: 'DELIVERED' },
} as const satisfies Partial<Record<OrderStatus, { to: OrderStatus; shipment: Shipment['status'] }>>;

export type ChangeableStatus = keyof typeof NEXT;

export interface StatusChange {
  readonly kind: 'change';
  readonly from: ChangeableStatus;
  readonly to: (typeof NEXT)[ChangeableStatus]['to'];
  /** Null when nothing is shipped. */
  readonly shipment: Shipment['status'] | null;
}

/** Whether an order may get this status: CONFIRMED to SHIPPED, SHIPPED to DELIVERED. */
export function decideStatusChange(order: Order, to: OrderStatus): StatusChange | Refusal {
  const from = changeable(order);
  if (from !== null && NEXT[from].to === to) {
    return { kind: 'change', from, to: NEXT[from].to, shipment: order.shipment && NEXT[from].shipment };
  }
  const allowed = from === null ? [] : [NEXT[from].to];
  return {
    kind: 'refused',
    message: `${standing(order)}: it can become ${allowed[0] ?? 'nothing else'}.`,
    allowed,
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
  const from = changeable(order);
  return { kind: 'refused', message, allowed: from === null ? [] : [NEXT[from].to] };
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

function changeable(order: Order): ChangeableStatus | null {
  const { status, saga } = order;
  return saga.status === 'COMPLETED' && (status === 'CONFIRMED' || status === 'SHIPPED') ? status : null;
}

function standing(order: Order): string {
  const cancelling = order.cancellation && order.status !== 'CANCELLED';
  return cancelling ? 'The order is being cancelled' : `The order is ${order.status}`;
}
