import { z } from 'zod';
import { actor, change, type EventDefinition, id, moment, money, productKind } from './parts.ts';

const line = z.object({
  productId: id,
  sku: z.string(),
  name: z.string(),
  kind: productKind,
  unitPrice: money,
  quantity: z.int().min(1),
});

const order = {
  orderId: id,
  /** The order number that people see: `HF-…`. */
  number: z.string(),
  /** E-mail and name are null while they are unknown. */
  customer: z.object({ id, email: z.string().nullable(), name: z.string().nullable() }),
  lines: z.array(line),
  total: money,
  placedAt: moment,
  /** The status before this one; unknown in old events, which were published without it. */
  previousStatus: z.string().nullable().optional(),
};

export const ORDER_EVENTS = {
  OrderPlaced: {
    source: 'orders',
    subject: 'orderId',
    when: 'A customer placed an order. Nothing is decided yet.',
    data: z.object(order),
  },
  OrderConfirmed: {
    source: 'orders',
    subject: 'orderId',
    when: 'An order was completed: the units are sold and the money is taken.',
    data: z.object(order),
  },
  OrderRejected: {
    source: 'orders',
    subject: 'orderId',
    when: 'An order was rejected, and the steps taken for it were undone.',
    data: z.object({ ...order, rejection: z.object({ code: z.string(), message: z.string() }) }),
  },
  OrderCancelled: {
    source: 'orders',
    subject: 'orderId',
    when: 'A confirmed order was cancelled. Its units and its money are given back.',
    data: z.object({ ...order, actor, reason: z.string().nullable() }),
  },
  OrderShipped: {
    source: 'orders',
    subject: 'orderId',
    when: 'An order was shipped.',
    data: z.object({
      ...order,
      actor,
      /** Null when nothing in the order is shipped as a parcel. */
      shipment: z.object({ carrier: z.string(), trackingNumber: z.string() }).nullable(),
    }),
  },
  OrderDelivered: {
    source: 'orders',
    subject: 'orderId',
    when: 'An order was delivered.',
    data: z.object({ ...order, actor }),
  },
  OrderResumed: {
    source: 'orders',
    subject: 'orderId',
    when: 'An operator resumed the compensation of a stuck order.',
    data: z.object({ orderId: id, actor, ...change }),
  },
  OrderChanged: {
    source: 'orders',
    subject: 'orderId',
    when: 'The status of a placed order, of its saga or of a saga step changed. Carries only the status, for subscribers that read the order again.',
    data: z.object({ orderId: id, customerId: id, status: z.string() }),
  },
} as const satisfies Record<string, EventDefinition>;
