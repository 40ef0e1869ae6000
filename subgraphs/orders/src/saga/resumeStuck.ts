import { newEvent } from '@holdfast/kit-events/event';
import type { Dependencies } from '../dependencies.ts';
import { transition } from '../domain/transition.ts';
import { resumed } from '../domain/trouble.ts';
import { findOrders } from '../store/findOrders.ts';
import { resumeOrder } from '../store/resumeOrder.ts';

/**
 * Lets a STUCK order be undone again, with all its time anew; the recovery loop of a running service takes it.
 * @param actor who lets it: `operator:` and a name.
 * @returns false when the order is not STUCK, or there is none: then nothing was written.
 */
export async function resumeStuck(
  { orders, clock, newId }: Pick<Dependencies, 'orders' | 'clock' | 'newId'>,
  id: string,
  actor: string,
): Promise<boolean> {
  const [order] = await findOrders(orders, [id]);
  if (order?.saga.status !== 'STUCK') return false;
  const now = clock();
  const change = transition(order, resumed(order, now), newId);
  const told = newEvent(
    'OrderResumed',
    {
      orderId: id,
      actor,
      before: { saga: order.saga.status },
      after: { saga: change.to.saga.status },
    },
    { clock: () => now, newId },
  );
  return resumeOrder(orders, { ...change, events: [told, ...change.events] });
}
