/** What events say of orders and products. */
import type { Event } from '@holdfast/kit-events/event';
import type { AuditedType } from './auditOf.ts';
import type { OrderFact, OrderStatus } from './domain/order.ts';
import type { ProductFact } from './domain/product.ts';
import { readMoney } from './readMoney.ts';

/** Null for an event that is not about an order. */
export function orderFactOf(event: Event<AuditedType>): OrderFact | null {
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
    total: readMoney(total),
    lines: lines.map(({ productId, sku, name, unitPrice, quantity }) => ({
      productId,
      sku,
      name,
      unitPrice: readMoney(unitPrice),
      quantity,
    })),
  };
}

/** Null for an event that does not say how a product is. */
export function productFactOf(event: Event<AuditedType>): ProductFact | null {
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
