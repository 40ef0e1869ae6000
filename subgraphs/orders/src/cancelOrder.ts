import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import { actorOf } from './actorOf.ts';
import type { Dependencies } from './dependencies.ts';
import { cancelling, decideCancel } from './domain/changes.ts';
import type { Order } from './domain/order.ts';
import { transition } from './domain/transition.ts';
import { carryOut, joinOrder } from './saga/carryOn.ts';
import { leaseFrom } from './saga/lease.ts';
import { beginCancellation } from './store/beginCancellation.ts';
import { findOrders } from './store/findOrders.ts';
import { visibleTo } from './visibleTo.ts';

export interface CancelOrder {
  readonly id: string;
  readonly reason: string | null;
  readonly identity: Identity;
}

/**
 * Cancels a CONFIRMED order: what its saga did is undone backward, stock and money go back, and the order is CANCELLED.
 * Of an order that is cancelled already it changes nothing; one that is being cancelled is waited for.
 * @returns the order at its end or at the request's deadline: then it is still CONFIRMED, its saga COMPENSATING, and the
 *   recovery loop carries it on.
 * @throws NOT_FOUND for another's order, or CONFLICT saying what may be done instead.
 */
export async function cancelOrder(deps: Dependencies, { id, reason, identity }: CancelOrder): Promise<Order> {
  const deadline = deps.clock().getTime() + deps.requestDeadline;
  const cancellation = { actor: actorOf(identity), reason };
  // Comes round again only when the order has gone on in between, which it does in one direction.
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
        const until = leaseFrom(now);
        const to = cancelling(order, cancellation, { now, until });
        const begun = await beginCancellation(deps.orders, transition(order, to, deps.newId));
        if (begun) return carryOut(deps, begun, deadline);
      }
    }
  }
}
