import type { Dependencies } from '../dependencies.ts';
import type { Order } from '../domain/order.ts';
import { isUnfinished } from '../domain/saga.ts';
import { claimOrder } from '../store/claimOrder.ts';
import { findOrders } from '../store/findOrders.ts';
import { runSaga } from './engine.ts';
import { LeaseLostError, leaseFrom } from './lease.ts';
import { LOOK } from './timing.ts';

/**
 * Waits for the end of an order that is being carried out elsewhere, and carries it on itself when nobody does.
 * @param deadline a time in milliseconds since the epoch.
 * @returns the order as it is at its end, or at the deadline.
 */
export async function joinOrder(deps: Dependencies, order: Order, deadline: number): Promise<Order> {
  let current = order;
  while (isUnfinished(current) && deps.clock().getTime() < deadline) {
    current = (await carryOn(deps, current.id, deadline)) ?? current;
    if (!isUnfinished(current)) break;
    await deps.sleep(LOOK);
    current = (await findOrders(deps.orders, [current.id])).at(0) ?? current;
  }
  return current;
}

/** Runs the saga of an order whose lease this process has, or waits for its end when another one took it over. */
export async function carryOut(deps: Dependencies, order: Order, deadline: number): Promise<Order> {
  if (!isUnfinished(order)) return order;
  try {
    return await runSaga(deps, order, deadline);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    const [current = order] = await findOrders(deps.orders, [order.id]);
    return joinOrder(deps, current, deadline);
  }
}

/**
 * Takes over an order whose saga has not ended and whose lease is free, and runs its saga.
 * @param id null for the order that has waited longest. Of that one each thing is tried once: nobody waits for it, and it
 * is left alone for a while after a fault, so that those which cannot go on do not keep the others waiting.
 * @returns undefined when there is none to take over, or another process was faster.
 */
export async function carryOn(
  deps: Dependencies,
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
