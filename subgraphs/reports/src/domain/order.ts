/** What an event, or the orders service, says of an order. */
import { type Currency, isCurrency, type Money } from '@holdfast/kit-values/money';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'REJECTED';

export interface OrderFact {
  readonly id: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly status: OrderStatus;
  readonly total: Money;
  /** One a product. */
  readonly lines: readonly OrderFactLine[];
}

export interface OrderFactLine {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: Money;
  readonly quantity: number;
}

/**
 * How far an order is. No order ever goes to a smaller one, so of two facts the one with the larger is the newer,
 * whichever came first. A cancelled or rejected order stays so.
 */
export const STAGES: Readonly<Record<OrderStatus, number>> = {
  PENDING: 0,
  CONFIRMED: 1,
  SHIPPED: 2,
  DELIVERED: 3,
  CANCELLED: 4,
  REJECTED: 4,
};

/** The currency of what another service said. @throws Error for one that no price here can be in. */
export function knownCurrency(currency: string): Currency {
  if (isCurrency(currency)) return currency;
  throw new Error(`${currency} is no currency of ISO 4217.`);
}

/** The newest fact of each order. */
export function newestFacts(facts: readonly OrderFact[]): OrderFact[] {
  const byId = new Map<string, OrderFact>();
  for (const fact of facts) {
    const other = byId.get(fact.id);
    if (!other || STAGES[other.status] < STAGES[fact.status]) byId.set(fact.id, fact);
  }
  return [...byId.values()];
}
