import type { Dependencies } from './dependencies.ts';
import { transition } from './domain/transition.ts';
import { resumed } from './domain/trouble.ts';
import { findOrders } from './store/findOrders.ts';
import { resumeOrder } from './store/resumeOrder.ts';

/**
 * Lets a STUCK order be undone again, with all its time anew; the recovery loop of a running service takes it.
 * @returns false when the order is not STUCK, or there is none: then nothing was written.
 */
export async function resumeStuck(
  { orders, clock, newId }: Pick<Dependencies, 'orders' | 'clock' | 'newId'>,
  id: string,
): Promise<boolean> {
  const [order] = await findOrders(orders, [id]);
  if (order?.saga.status !== 'STUCK') return false;
  return resumeOrder(orders, transition(order, resumed(order, clock()), newId));
}
