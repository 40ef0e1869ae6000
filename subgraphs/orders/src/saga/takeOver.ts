/** Waits for a saga that another process runs, and takes it over when its lease is free. */
import type { Order } from '../domain/order.ts';
import { findOrders } from '../orders/queries.ts';
import { isUnfinished } from './domain/saga.ts';
import { type RunOptions, runSaga, type SagaDependencies } from './engine.ts';
import { LeaseLostError, leaseFrom } from './lease.ts';
import { claimOrder } from './queries/claimOrder.ts';
import { POLL_INTERVAL } from './timing.ts';

/**
 * Waits for the end of a saga that another process runs, and takes it over when its lease is free.
 * @param deadline in milliseconds since the epoch.
 * @returns the order at the end of its saga, or at the deadline.
 */
export async function joinOrder(deps: SagaDependencies, order: Order, deadline: number): Promise<Order> {
  let current = order;
  while (isUnfinished(current) && deps.clock().getTime() < deadline) {
    current = (await takeOver(deps, current.id, deadline)) ?? current;
    if (!isUnfinished(current)) break;
    await deps.sleep(POLL_INTERVAL);
    current = (await findOrders(deps.orders, [current.id])).at(0) ?? current;
  }
  return current;
}

/**
 * Runs the saga of an order whose lease this process holds. Waits for its end if another process has taken it
 * over.
 */
export async function runOrJoin(
  deps: SagaDependencies,
  order: Order,
  deadline: number,
  options: Pick<RunOptions, 'isBegun'> = {},
): Promise<Order> {
  if (!isUnfinished(order)) return order;
  try {
    return await runSaga(deps, order, deadline, options);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    const [current = order] = await findOrders(deps.orders, [order.id]);
    return joinOrder(deps, current, deadline);
  }
}

/**
 * Takes the lease of an order whose saga has not ended, if the lease is free, and runs the saga.
 * @param id null for the order that has waited longest. No caller waits for that one, so each action is tried
 *   once. After a fault the order pauses, so orders that cannot continue do not hold up the others.
 * @returns undefined when no order can be taken over, or another process was faster.
 */
export async function takeOver(
  deps: SagaDependencies,
  id: string | null,
  deadline: number,
): Promise<Order | undefined> {
  const now = deps.clock();
  const claimed = await claimOrder(deps.orders, id, { now, until: leaseFrom(now) });
  if (!claimed) return undefined;
  try {
    return await runSaga(deps, claimed, deadline, { retrying: id !== null });
  } catch (error) {
    if (error instanceof LeaseLostError) return undefined;
    throw error;
  }
}
