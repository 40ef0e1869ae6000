import type { Money } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Saga } from './sagaState.ts';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'REJECTED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';

export type ProductKind = 'PHYSICAL' | 'SEAT' | 'DIGITAL';

/** A product in an order: name and price as they stood when it was placed. */
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

/** Why an order was refused. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  readonly shortages: readonly Shortage[];
}

/** The units that were held went back to stock before the order came to its end. */
export const HELD_TOO_LONG: Rejection = {
  code: 'OUT_OF_STOCK',
  message: 'The units were held for too long and went back to stock.',
  shortages: [],
};

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

/** That a confirmed order is called off: by whom, and why. */
export interface Cancellation {
  readonly actor: string;
  readonly reason: string | null;
}

/** Who is written to about an order, as the account was when it was placed. */
export interface Contact {
  readonly email: string | null;
  readonly name: string;
}

/** An order with everything that is known of it, the saga too: one document, so that each step is one atomic write. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  /** For its events, and no part of the API. Null for one that was placed before it was kept. */
  readonly contact: Contact | null;
  readonly idempotencyKey: string;
  /** Of the input that the key was used with. */
  readonly fingerprint: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: PostalAddress | null;
  readonly rejection: Rejection | null;
  /** Set when it begins; the order is CANCELLED when everything is undone. */
  readonly cancellation: Cancellation | null;
  readonly reservationId: string | null;
  readonly paymentId: string | null;
  readonly shipment: Shipment | null;
  readonly saga: Saga;
  readonly history: readonly OrderEvent[];
  readonly placedAt: Date;
  readonly updatedAt: Date;
}

/** What a step finds out about an order. */
export type OrderChange = Partial<Pick<Order, 'reservationId' | 'paymentId' | 'shipment'>>;

/** Whether a step of stock is needed: DIGITAL is unlimited. */
export function needsStock(order: Pick<Order, 'lines'>): boolean {
  return order.lines.some(({ kind }) => kind !== 'DIGITAL');
}

export function needsShipping(lines: readonly { kind: ProductKind }[]): boolean {
  return lines.some(({ kind }) => kind === 'PHYSICAL');
}
