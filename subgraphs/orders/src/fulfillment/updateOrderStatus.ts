import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { OrdersCollection } from '../database/orderDocument.ts';
import type { Order, OrderStatus } from '../domain/order.ts';
import { transition } from '../domain/transition.ts';
import { findOrders } from '../orders/queries.ts';
import { changeStatusTo, decideStatusChange } from './domain.ts';
import { changeStatus } from './queries.ts';

export interface UpdateOrderStatus {
  readonly id: string;
  readonly status: OrderStatus;
  readonly actor: string;
}

/**
 * Records that an order was handed to the carrier, or has arrived, and updates its shipment. An order that
 * ships nothing goes straight to DELIVERED.
 * @throws NOT_FOUND, or CONFLICT for any other change, with the status that is allowed instead.
 */
export async function updateOrderStatus(
  { orders, clock, newId }: { orders: OrdersCollection; clock: Clock; newId: NewId },
  { id, status, actor }: UpdateOrderStatus,
): Promise<Order> {
  // Repeats only when the order has changed in between, and an order's status moves in one direction.
  for (;;) {
    const [order] = await findOrders(orders, [id]);
    if (!order) throw notFound('Order');
    const decision = decideStatusChange(order, status);
    if (decision.kind === 'refused') {
      throw conflict(decision.message, { status: order.status, allowed: decision.allowed });
    }
    const to = changeStatusTo(order, decision, { actor, now: clock() });
    const written = await changeStatus(orders, transition(order, to, newId));
    if (written) return written;
  }
}
