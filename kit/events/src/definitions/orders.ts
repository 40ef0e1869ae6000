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
  /** As people say it: `HF-…`. */
  number: z.string(),
  /** E-mail and name are null while the order does not know them. */
  customer: z.object({ id, email: z.string().nullable(), name: z.string().nullable() }),
  lines: z.array(line),
  total: money,
  placedAt: moment,
  /** The status before this one; of an event that was once told without it, it is not known. */
  previousStatus: z.string().nullable().optional(),
};

export const ORDER_EVENTS = {
  OrderPlaced: {
    source: 'orders',
    subject: 'orderId',
    when: 'Somebody wants to buy; nothing is decided yet.',
    data: z.object(order),
  },
  OrderConfirmed: {
    source: 'orders',
    subject: 'orderId',
    when: 'Everything is done: units sold, money taken.',
    data: z.object(order),
  },
  OrderRejected: {
    source: 'orders',
    subject: 'orderId',
    when: 'It was refused, and what had been done for it is undone.',
    data: z.object({ ...order, rejection: z.object({ code: z.string(), message: z.string() }) }),
  },
  OrderCancelled: {
    source: 'orders',
    subject: 'orderId',
    when: 'A confirmed order was called off, and units and money are given back.',
    data: z.object({ ...order, actor, reason: z.string().nullable() }),
  },
  OrderShipped: {
    source: 'orders',
    subject: 'orderId',
    when: 'It is on its way.',
    data: z.object({
      ...order,
      actor,
      /** Null when nothing of it is a parcel. */
      shipment: z.object({ carrier: z.string(), trackingNumber: z.string() }).nullable(),
    }),
  },
  OrderDelivered: {
    source: 'orders',
    subject: 'orderId',
    when: 'It arrived.',
    data: z.object({ ...order, actor }),
  },
  OrderResumed: {
    source: 'orders',
    subject: 'orderId',
    when: 'An operator let a stuck order be undone again.',
    data: z.object({ orderId: id, actor, ...change }),
  },
  OrderChanged: {
    source: 'orders',
    subject: 'orderId',
    when: 'The status of an order, of its saga or of a step of that changed after it was placed. Says only that: for those who watch it and read it anew.',
    data: z.object({ orderId: id, customerId: id, status: z.string() }),
  },
} as const satisfies Record<string, EventDefinition>;
