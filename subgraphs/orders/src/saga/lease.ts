/**
 * The lease of an order: the right to work on its saga, held by one process at a time until it expires.
 *
 * Every write renews the lease and names its token in the filter (`queries/saveOrder.ts`). A process that
 * takes over an expired lease increments the token (`queries/claimOrder.ts`), which fences off the previous
 * holder: a process that was paused for longer than its lease cannot write when it wakes up.
 */
import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { OrderWrites } from '../database/orderWrites.ts';
import type { Order } from '../domain/order.ts';
import { transition } from '../domain/transition.ts';
import { isUnfinished } from './domain/saga.ts';
import { saveOrder } from './queries/saveOrder.ts';
import { LEASE } from './timing.ts';

export interface LeaseDependencies {
  readonly writes: Pick<OrderWrites, 'save'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Another process holds the lease. This one must not write any more, and stops. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/** Returns the time at which a lease expires that is taken or renewed now. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE);
}

/**
 * Writes the order and renews its lease. Frees the lease instead when the saga has ended, or when `free` is
 * set.
 * @returns the order as written.
 * @throws LeaseLostError when another process has taken over.
 */
export type Save = (order: Order, options?: { free: boolean }) => Promise<Order>;

/**
 * Returns a function that saves an order under its lease. Each call writes what changed since the previous
 * one, together with its events.
 * @param stored the order as it is in the database.
 */
export function saveUnderLease({ writes, clock, newId }: LeaseDependencies, stored: Order): Save {
  let from = stored;
  return async (order, { free } = { free: !isUnfinished(order) }) => {
    const now = clock();
    const lease = { ...order.saga.lease, until: free ? now : leaseFrom(now) };
    const to = { ...order, saga: { ...order.saga, lease } };
    if (!(await saveOrder(writes, transition(from, to, newId)))) {
      throw new LeaseLostError(`order ${order.id}`);
    }
    from = to;
    return to;
  };
}
