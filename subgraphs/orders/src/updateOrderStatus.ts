import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { changed, decideStatusChange } from './domain/changes.ts';
import type { Order, OrderStatus } from './domain/order.ts';
import { transition } from './domain/transition.ts';
import { changeStatus } from './store/changeStatus.ts';
import { findOrders } from './store/findOrders.ts';

export interface UpdateOrderStatus {
  readonly id: string;
  readonly status: OrderStatus;
  readonly actor: string;
}

/**
 * Notes that an order was handed to the carrier, or has arrived; its shipment follows. What ships nothing is DELIVERED at once.
 * @throws NOT_FOUND, or CONFLICT for any other change, saying which one is allowed.
 */
export async function updateOrderStatus(
  { orders, clock, newId }: Pick<Dependencies, 'orders' | 'clock' | 'newId'>,
  { id, status, actor }: UpdateOrderStatus,
): Promise<Order> {
  // Comes round again only when the order has gone on in between, which it does in one direction.
  for (;;) {
    const [order] = await findOrders(orders, [id]);
    if (!order) throw notFound('Order');
    const decision = decideStatusChange(order, status);
    if (decision.kind === 'refused') {
      throw conflict(decision.message, { status: order.status, allowed: decision.allowed });
    }
    const to = changed(order, decision, { actor, now: clock() });
    const written = await changeStatus(orders, transition(order, to, newId));
    if (written) return written;
  }
}
