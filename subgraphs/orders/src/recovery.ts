import type { Dependencies } from './dependencies.ts';
import { carryOn } from './joinOrder.ts';

export interface Recovery {
  /** Ends it, after the order that it is carrying on. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const INTERVAL = 1_000;
const DEADLINE = 5_000;
/** Orders carried on in one round, so that one that never goes through does not keep the loop from pausing. */
const ROUND = 100;

/** Carries on, again and again, PENDING orders that no process has the lease of: their process died, or a service was away. */
export function startRecovery(deps: Dependencies): Recovery {
  let stopped = false;
  const run = async () => {
    while (!stopped) {
      await round(deps, () => stopped);
      await deps.sleep(INTERVAL);
    }
  };
  const ended = run();
  return {
    stop: () => {
      stopped = true;
      return ended;
    },
  };
}

async function round(deps: Dependencies, stopped: () => boolean): Promise<void> {
  try {
    for (let n = 0; n < ROUND && !stopped(); n++) {
      const order = await carryOn(deps, null, deps.clock().getTime() + DEADLINE);
      if (!order) return;
      deps.log.info({ orderId: order.id, status: order.status }, 'an order was carried on');
      if (order.status === 'PENDING') return;
    }
  } catch (err) {
    deps.log.error({ err }, 'carrying on an order failed');
  }
}
