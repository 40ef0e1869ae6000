import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import { isUnfinished } from './domain/saga.ts';
import type { SagaDependencies } from './engine.ts';
import { countDue } from './queries/claimOrder.ts';
import { takeOver } from './takeOver.ts';
import { RECOVERY_INTERVAL, RECOVERY_TIMEOUT } from './timing.ts';

/** The number of orders worked on at once, so orders that wait for a service do not hold up others. */
const CONCURRENCY = 32;

/**
 * Starts the recovery loop. It finishes sagas that have not ended and whose lease no process holds, because
 * their process crashed or a service was away.
 */
export function startRecovery(deps: SagaDependencies): Repeating {
  const failed = (err: unknown) => deps.log.error({ err }, 'recovering an order failed');
  const round = async (stopping: AbortSignal) => {
    // While nothing is due, a round costs one query instead of one per worker.
    const workers = await countDue(deps.orders, { now: deps.clock(), limit: CONCURRENCY });
    await Promise.all(Array.from({ length: workers }, () => recoverMany(deps, stopping)));
  };
  return repeat(round, RECOVERY_INTERVAL, failed);
}

/**
 * Recovers one order after another, until none is due or one does not reach its end. The worker then stops,
 * and the next round, soon after, starts all workers afresh. Otherwise a single worker might continue with
 * such orders while the round waits for it.
 */
async function recoverMany(deps: SagaDependencies, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const order = await takeOver(deps, null, deps.clock().getTime() + RECOVERY_TIMEOUT);
    if (!order) return;
    deps.log.info({ orderId: order.id, status: order.status }, 'an order was recovered');
    if (isUnfinished(order)) return;
  }
}
