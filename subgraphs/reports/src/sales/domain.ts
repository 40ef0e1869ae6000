/** The facts about orders and products that events carry, and that the orders and products services serve. */
import {
  type Currency,
  isCurrency,
  type Money,
  type MoneyText,
  parseMoney,
} from '@holdfast/kit-values/money';

export type OrderStatus = 'PENDING' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'REJECTED';

export interface OrderFact {
  readonly id: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly status: OrderStatus;
  readonly total: Money;
  /** One line per product. */
  readonly lines: readonly OrderFactLine[];
}

export interface OrderFactLine {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: Money;
  readonly quantity: number;
}

export interface ProductFact {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly categoryId: string | null;
  /** Grows with each change of the product. */
  readonly version: number;
}

/**
 * The stage that an order with this status has reached. An order's stage never decreases, so of two facts the
 * one with the larger stage is the newer, whichever arrived first. A cancelled or rejected order stays so.
 */
export const STAGES: Readonly<Record<OrderStatus, number>> = {
  PENDING: 0,
  CONFIRMED: 1,
  SHIPPED: 2,
  DELIVERED: 3,
  CANCELLED: 4,
  REJECTED: 4,
};

/** Returns the newest fact of each order. */
export function newestFacts(facts: readonly OrderFact[]): OrderFact[] {
  const byId = new Map<string, OrderFact>();
  for (const fact of facts) {
    const other = byId.get(fact.id);
    if (!other || STAGES[other.status] < STAGES[fact.status]) byId.set(fact.id, fact);
  }
  return [...byId.values()];
}

/** @throws Error for a code that is not in ISO 4217. */
export function requireCurrency(currency: string): Currency {
  if (isCurrency(currency)) return currency;
  throw new Error(`${currency} is no currency of ISO 4217.`);
}

/** Parses an amount that another service wrote. @throws Error for an invalid one, which is a defect there. */
export function requireMoney(text: MoneyText): Money {
  const money = parseMoney(text);
  if (typeof money === 'string') throw new Error(`${text.amount} ${text.currency}: ${money}`);
  return money;
}
