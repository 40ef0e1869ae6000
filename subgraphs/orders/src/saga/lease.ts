/** The lease of an order: only the process that holds it writes, since every write names its token (`saveOrder`). */
import type { Dependencies } from '../dependencies.ts';
import type { Order } from '../domain/order.ts';
import { isUnfinished } from '../domain/saga.ts';
import { transition } from '../domain/transition.ts';
import { saveOrder } from '../store/saveOrder.ts';
import { LEASE } from './timing.ts';

/** Another process holds the lease: this one may not write any more, and stops. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** When a lease ends that is taken or renewed now. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE);
}

/**
 * Writes the order and renews the lease, or frees it when the saga has ended or `free` is set.
 * @returns what was written.
 * @throws LeaseLostError when another process has taken over.
 */
export type Save = (order: Order, options?: { free: boolean }) => Promise<Order>;

/** Each write holds what changed since the one before, and its events. @param stored as it stands in the database. */
export function savingFrom({ orders, clock, newId }: Dependencies, stored: Order): Save {
  let from = stored;
  return async (order, { free } = { free: !isUnfinished(order) }) => {
    const now = clock();
    const lease = { ...order.saga.lease, until: free ? now : leaseFrom(now) };
    const to = { ...order, saga: { ...order.saga, lease } };
    if (!(await saveOrder(orders, transition(from, to, newId)))) {
      throw new LeaseLostError(`order ${order.id}`);
    }
    from = to;
    return to;
  };
}
