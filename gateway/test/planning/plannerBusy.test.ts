import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PlanningThread, PlanningThreadOptions } from '../../src/planning/thread/planningThread.ts';
import { startHouse } from '../support/house.ts';
import { startSharedPlanner } from '../support/sharedPlanner.ts';

/** Starts a planner that takes at least 20 ms for each operation, however fast the machine is. */
async function startSlowPlanner(options: PlanningThreadOptions): Promise<PlanningThread> {
  const planner = await startSharedPlanner(options);
  return {
    ...planner,
    plan: async (task) => {
      await delay(20);
      return planner.plan(task);
    },
  };
}

test.each(['compiled', 'apollo'] as const)(
  'an operation that cannot be planned before its deadline is 503, with the time to retry (%s)',
  async (executor) => {
    await using house = await startHouse({
      executor,
      startPlanningThread: startSlowPlanner,
      timeouts: { query: 5_000, mutation: 10_000, operation: 25 },
    });
    const queries = Array.from({ length: 60 }, (_, i) => `{ caller { x${i}: user } }`);
    const answers = await Promise.all(queries.map((query) => house.post({ query })));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status !== 503).map(({ status }) => status)).toEqual(
      Array.from({ length: 60 - refused.length }, () => 200),
    );
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(await refused[0]?.json()).toMatchObject({
      errors: [{ extensions: { code: 'PLANNER_BUSY', retryAfter: 1 } }],
    });
  },
);
