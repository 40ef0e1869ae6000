/** Builders of the events that the other services publish. */

import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, type EventData, type EventType, newEvent } from '@holdfast/kit-events/event';
import { formatMoney, parseMoney, times } from '@holdfast/kit-values/money';
import type { AuditedType } from '../src/audit/entryOf.ts';
import { randomOf } from './support/random.ts';
import { STAFF } from './support/testReports.ts';

export type AuditedEvent = Event<AuditedType>;

export function buildEvent<T extends EventType>(type: T, data: EventData<T>, at = new Date()): Event<T> {
  return newEvent(type, data, { clock: () => at, newId: newUuid });
}

export interface OrderLine {
  readonly productId: string;
  readonly quantity: number;
  readonly price: string;
}

/** Builds the data that every event of an order has. */
export function buildOrder(
  lines: readonly OrderLine[],
  { currency = 'USD', placedAt = '2026-11-20T12:00:00.000Z' } = {},
): EventData<'OrderPlaced'> {
  const full = lines.map(({ productId, quantity, price }) => ({
    productId,
    sku: `SKU-${productId.slice(-6)}`,
    name: `Product ${productId.slice(-6)}`,
    kind: 'PHYSICAL' as const,
    unitPrice: { amount: price, currency },
    quantity,
  }));
  const minor = full.reduce((sum, { unitPrice, quantity }) => {
    const money = parseMoney(unitPrice);
    if (typeof money === 'string') throw new Error(money);
    return sum + times(money, quantity).minor;
  }, 0n);
  return {
    orderId: newUuid(),
    number: 'HF-20261120-TEST0',
    customer: { id: newUuid(), email: 'ada@example.com', name: 'Ada' },
    lines: full,
    total: formatMoney({ minor, currency: currency as 'USD' }),
    placedAt,
  };
}

/** Builds the events of an order up to its last one. */
export function buildOrderEvents(
  data: EventData<'OrderPlaced'>,
  end: 'PLACED' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'REJECTED',
): AuditedEvent[] {
  const actor = STAFF.user.id;
  const placed = buildEvent('OrderPlaced', data);
  if (end === 'PLACED') return [placed];
  if (end === 'REJECTED') {
    return [
      placed,
      buildEvent('OrderRejected', { ...data, rejection: { code: 'OUT_OF_STOCK', message: 'None.' } }),
    ];
  }
  const confirmed = [placed, buildEvent('OrderConfirmed', data)];
  if (end === 'CONFIRMED') return confirmed;
  if (end === 'CANCELLED')
    return [...confirmed, buildEvent('OrderCancelled', { ...data, actor, reason: 'Late' })];
  const shipped = [...confirmed, buildEvent('OrderShipped', { ...data, actor, shipment: null })];
  return end === 'SHIPPED' ? shipped : [...shipped, buildEvent('OrderDelivered', { ...data, actor })];
}

/** Builds the data of a product's events, with a SKU and a name that its id determines. */
export function buildProduct(
  productId: string,
  overrides: Partial<EventData<'ProductCreated'>> = {},
): EventData<'ProductCreated'> {
  return {
    productId,
    sku: `SKU-${productId.slice(-6)}`,
    name: `Product ${productId.slice(-6)}`,
    kind: 'PHYSICAL',
    status: 'ACTIVE',
    price: { amount: '1.00', currency: 'USD' },
    categoryId: null,
    sellerId: null,
    version: 1,
    actor: STAFF.user.id,
    ...overrides,
  };
}

const ENDS = ['PLACED', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REJECTED'] as const;

/** Builds random orders with the events of each. */
export function buildRandomOrders(
  seed: number,
  count: number,
): { data: EventData<'OrderPlaced'>; events: AuditedEvent[] }[] {
  const random = randomOf(seed);
  const products = Array.from({ length: 6 }, () => newUuid());
  return Array.from({ length: count }, () => {
    const chosen = random.shuffled(products).slice(0, 1 + random.below(3));
    const lines = chosen.map((productId) => ({
      productId,
      quantity: 1 + random.below(5),
      price: String(1 + random.below(200)),
    }));
    const placedAt = `2026-11-${String(1 + random.below(20)).padStart(2, '0')}T12:00:00.000Z`;
    const data = buildOrder(lines, { currency: random.oneOf(['USD', 'EUR', 'JPY']), placedAt });
    return { data, events: buildOrderEvents(data, random.oneOf(ENDS)) };
  });
}
