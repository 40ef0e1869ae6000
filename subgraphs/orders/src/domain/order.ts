import type { Money } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Saga } from './sagaState.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';

export type ProductKind = 'PHYSICAL' | 'SEAT' | 'DIGITAL';

/** A product in an order, with its name and price at the time of purchase. */
export interface OrderLine {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: ProductKind;
  readonly unitPrice: Money;
  readonly quantity: number;
}

export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

export type RejectionCode =
  | 'OUT_OF_STOCK'
  | 'PAYMENT_DECLINED'
  | 'UNDELIVERABLE'
  | 'PRICE_CHANGED'
  | 'PRODUCT_UNAVAILABLE';

/** The reason why an order was rejected. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly shortages: readonly Shortage[];
}

export interface Shipment {
  readonly id: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly status: 'ARRANGED' | 'CANCELLED' | 'IN_TRANSIT' | 'DELIVERED';
}

export interface OrderEvent {
  readonly status: OrderStatus;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** A request to cancel a confirmed order: who made it, and why. */
export interface Cancellation {
  readonly actor: string;
  readonly reason: string | null;
}

/** The recipient of mails about an order, as the account was when the order was placed. */
export interface Contact {
  readonly email: string | null;
  readonly name: string;
}

/** An order with all that is known about it, its saga too: one document, so each step is one atomic write. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  /** Carried by the order's events, not by the API. Null for orders placed before contacts were kept. */
  readonly contact: Contact | null;
  readonly idempotencyKey: string;
  /** The fingerprint of the input that the idempotency key was used with. */
  readonly fingerprint: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: PostalAddress | null;
  readonly rejection: Rejection | null;
  /** Set when the cancellation starts. The order is CANCELLED once every step is undone. */
  readonly cancellation: Cancellation | null;
  readonly reservationId: string | null;
  /** The time until which inventory holds the units; null while it holds none. */
  readonly heldUntil: Date | null;
  readonly paymentId: string | null;
  readonly shipment: Shipment | null;
  readonly saga: Saga;
  readonly history: readonly OrderEvent[];
  readonly placedAt: Date;
  readonly updatedAt: Date;
}

/** The fields of an order that a step may set. */
export type OrderChange = Partial<Pick<Order, 'reservationId' | 'heldUntil' | 'paymentId' | 'shipment'>>;

/** Returns true when the order has units to reserve. DIGITAL products are unlimited. */
export function needsStock(order: Pick<Order, 'lines'>): boolean {
  return order.lines.some(({ kind }) => kind !== 'DIGITAL');
}

export function needsShipping(lines: readonly { kind: ProductKind }[]): boolean {
  return lines.some(({ kind }) => kind === 'PHYSICAL');
}
