import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { newEvent } from '@holdfast/kit-events/event';
import type { OrdersCollection } from '../database/orderDocument.ts';
import { transition } from '../domain/transition.ts';
import { findOrders } from '../orders/queries.ts';
import { resumeCompensation } from './domain/faults.ts';
import { resumeOrder } from './queries/resumeOrder.ts';

/**
 * Lets a STUCK order be compensated again, with its full time. The recovery loop of a running service takes
 * it up.
 * @param actor the operator: `operator:` and a name.
 * @returns false when the order is not STUCK or does not exist. Then nothing was written.
 */
export async function resumeStuck(
  { orders, clock, newId }: { orders: OrdersCollection; clock: Clock; newId: NewId },
  id: string,
  actor: string,
): Promise<boolean> {
  const [order] = await findOrders(orders, [id]);
  if (order?.saga.status !== 'STUCK') return false;
  const now = clock();
  const change = transition(order, resumeCompensation(order, now), newId);
  const audited = newEvent(
    'OrderResumed',
    {
      orderId: id,
      actor,
      before: { saga: order.saga.status },
      after: { saga: change.to.saga.status },
    },
    { clock: () => now, newId },
  );
  return resumeOrder(orders, { ...change, events: [audited, ...change.events] });
}
