import { createSlots } from '@holdfast/kit-base/slots';
import {
  type PlanningThread,
  type PlanningThreadOptions,
  startPlanningThread,
} from '../../src/planning/thread/planningThread.ts';

const slots = createSlots(1);
let shared: { readonly sdl: string; readonly thread: Promise<PlanningThread> } | undefined;

/**
 * One planning thread for all houses of a process, which start with the same supergraph: its start takes most
 * of a house's start time. It plans for them one after another, and ends with the process. Any other
 * supergraph gets its own thread.
 */
export async function startSharedPlanner(options: PlanningThreadOptions): Promise<PlanningThread> {
  shared ??= { sdl: options.supergraphSdl, thread: startPlanningThread(options) };
  if (shared.sdl !== options.supergraphSdl) return startPlanningThread(options);
  const planner = await shared.thread;
  return { ...planner, plan: (task) => slots.run(() => planner.plan(task)), close: async () => {} };
}
