import { type Repeating, repeat } from '@holdfast/kit-base/repeat';
import type { Dependencies } from '../dependencies.ts';
import { isUnfinished } from '../domain/saga.ts';
import { countDue } from '../store/countDue.ts';
import { carryOn } from './carryOn.ts';
import { RECOVERY_INTERVAL, RECOVERY_TIME } from './timing.ts';

/** How many are carried on at once, so that those that wait for a service do not keep others waiting. */
const AT_ONCE = 32;

/** Carries on, again and again, orders whose saga has not ended and that no process has the lease of: their process died, or a service was away. */
export function startRecovery(deps: Dependencies): Repeating {
  const failed = (err: unknown) => deps.log.error({ err }, 'carrying on an order failed');
  const round = async (stopping: AbortSignal) => {
    // One question a second while there is nothing to do, and not one for each place.
    const places = await countDue(deps.orders, { now: deps.clock(), limit: AT_ONCE });
    await Promise.all(Array.from({ length: places }, () => carryOnMany(deps, stopping)));
  };
  return repeat(round, RECOVERY_INTERVAL, failed);
}

/** One after the other, until there is none, or one that does not go on: then all places are had anew by the next round,
 * soon, rather than this one alone going on with such orders while the other places wait for its end. */
async function carryOnMany(deps: Dependencies, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const order = await carryOn(deps, null, deps.clock().getTime() + RECOVERY_TIME);
    if (!order) return;
    deps.log.info({ orderId: order.id, status: order.status }, 'an order was carried on');
    if (isUnfinished(order)) return;
  }
}
