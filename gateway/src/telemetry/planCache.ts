import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { GatewayTelemetry } from './telemetry.ts';

/** As much as `@apollo/gateway` gives its own by default. */
const MAX_SIZE = 30 * 2 ** 20;
/** Plans that are being made, or could not be, at most. */
const MAX_RUNNING = 100;

/**
 * The plan cache of `@apollo/gateway`, watched: it asks for a plan, and gives the one that it made when there was none. A plan
 * that could not be made is told of when the same one, or many others, are asked for.
 */
export function createWatchedPlanCache<Plan extends object>({ metrics, planning }: GatewayTelemetry) {
  const plans = new InMemoryLRUCache<Plan>({
    maxSize: MAX_SIZE,
    sizeCalculation: (plan) => JSON.stringify(plan).length,
  });
  /** Planning is synchronous: between the question and the answer there are few others. */
  const running = new Map<string, ReturnType<typeof planning>>();
  const giveUp = (key: string) => {
    running.get(key)?.({ failed: true });
    running.delete(key);
  };
  metrics.showPlanCache(() => plans.keys().length);
  return {
    async get(key: string): Promise<Plan | undefined> {
      const plan = await plans.get(key);
      if (plan) metrics.planned({ cached: true, seconds: 0 });
      else {
        if (running.has(key)) giveUp(key);
        for (const oldest of running.keys()) if (running.size >= MAX_RUNNING) giveUp(oldest);
        running.set(key, planning());
      }
      return plan;
    },
    async set(key: string, plan: Plan): Promise<void> {
      running.get(key)?.();
      running.delete(key);
      await plans.set(key, plan);
    },
    delete: (key: string) => plans.delete(key),
    // When the supergraph changes.
    clear: () => plans.clear(),
  };
}
