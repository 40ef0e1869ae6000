import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import type { Order } from '../domain/order.ts';
import { transition } from '../domain/transition.ts';
import { actorOf, visibleTo } from '../orders/access.ts';
import { findOrders } from '../orders/queries.ts';
import type { SagaDependencies } from '../saga/engine.ts';
import { leaseFrom } from '../saga/lease.ts';
import { joinOrder, runOrJoin } from '../saga/takeOver.ts';
import { decideCancel, startCancellation } from './domain.ts';
import { beginCancellation } from './queries.ts';

export interface CancelOrderDependencies extends SagaDependencies {
  /** Milliseconds. */
  readonly requestTimeout: number;
}

export interface CancelOrder {
  readonly id: string;
  readonly reason: string | null;
  readonly identity: Identity;
}

/**
 * Cancels a CONFIRMED order: compensates its saga in reverse order, so stock and money go back, and then the
 * order is CANCELLED. Leaves an order that is already CANCELLED as it is, and waits for a cancellation that
 * is in progress.
 * @returns the order at the end of its saga or at the request's deadline. At the deadline it is still
 *   CONFIRMED with its saga COMPENSATING, and the recovery loop continues.
 * @throws NOT_FOUND for another customer's order, or CONFLICT with the statuses that are allowed instead.
 */
export async function cancelOrder(
  deps: CancelOrderDependencies,
  { id, reason, identity }: CancelOrder,
): Promise<Order> {
  const deadline = deps.clock().getTime() + deps.requestTimeout;
  const cancellation = { actor: actorOf(identity), reason };
  // Repeats only when the order has changed in between, and an order's status moves in one direction.
  for (;;) {
    const order = visibleTo(identity, (await findOrders(deps.orders, [id])).at(0));
    if (!order) throw notFound('Order');
    const decision = decideCancel(order);
    switch (decision.kind) {
      case 'done':
        return order;
      case 'join':
        return joinOrder(deps, order, deadline);
      case 'refused':
        throw conflict(decision.message, { status: order.status, allowed: decision.allowed });
      case 'begin': {
        const now = deps.clock();
        const to = startCancellation(order, cancellation, { now, until: leaseFrom(now) });
        const begun = await beginCancellation(deps.orders, transition(order, to, deps.newId));
        if (begun) return runOrJoin(deps, begun, deadline);
      }
    }
  }
}
