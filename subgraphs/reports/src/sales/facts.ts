/** The facts about orders and products in events. */
import type { Event } from '@holdfast/kit-events/event';
import { type OrderFact, type OrderStatus, type ProductFact, requireMoney } from './domain.ts';

/** Returns null for an event that is not about an order's status. */
export function orderFactOf(event: Event): OrderFact | null {
  switch (event.type) {
    case 'holdfast.OrderPlaced.v1':
      return orderFact('PENDING', event.data);
    case 'holdfast.OrderConfirmed.v1':
      return orderFact('CONFIRMED', event.data);
    case 'holdfast.OrderShipped.v1':
      return orderFact('SHIPPED', event.data);
    case 'holdfast.OrderDelivered.v1':
      return orderFact('DELIVERED', event.data);
    case 'holdfast.OrderCancelled.v1':
      return orderFact('CANCELLED', event.data);
    case 'holdfast.OrderRejected.v1':
      return orderFact('REJECTED', event.data);
    default:
      return null;
  }
}

function orderFact(status: OrderStatus, data: Event<'OrderPlaced'>['data']): OrderFact {
  const { orderId, customer, lines, total, placedAt } = data;
  return {
    id: orderId,
    customerId: customer.id,
    placedAt: new Date(placedAt),
    status,
    total: requireMoney(total),
    lines: lines.map(({ productId, sku, name, unitPrice, quantity }) => ({
      productId,
      sku,
      name,
      unitPrice: requireMoney(unitPrice),
      quantity,
    })),
  };
}

/** Returns null for an event that does not carry a product's state. */
export function productFactOf(event: Event): ProductFact | null {
  switch (event.type) {
    case 'holdfast.ProductCreated.v1':
    case 'holdfast.ProductUpdated.v1':
    case 'holdfast.PriceChanged.v1':
    case 'holdfast.ProductArchived.v1': {
      const { productId: id, sku, name, categoryId, version } = event.data;
      return { id, sku, name, categoryId, version };
    }
    default:
      return null;
  }
}
