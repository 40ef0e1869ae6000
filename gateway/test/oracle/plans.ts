import { parse } from 'graphql';
import { createPlanner } from '../../src/planning/planner.ts';
import type { PlannedQuery } from '../../src/planning/thread/planningThread.ts';
import type { PlanSource } from '../../src/planning/thread/planSource.ts';

/**
 * Creates a plan source that runs our planner in this thread. Both executors run its plans, and planning
 * takes most of the time here, so each document is planned once. The plans are frozen, because both executors
 * get the same objects.
 */
export function createPlans(supergraphSdl: string): PlanSource {
  const planner = createPlanner(supergraphSdl);
  const plans = new Map<string, Promise<PlannedQuery>>();
  const make = async (query: string, name: string | undefined): Promise<PlannedQuery> => ({
    plan: frozen(planner.plan(parse(query), name)),
    milliseconds: 0,
  });
  return {
    schemas: planner.schemas,
    plan(query, name) {
      const made = plans.get(query) ?? make(query, name);
      plans.set(query, made);
      return made;
    },
    close: async () => {},
  };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
