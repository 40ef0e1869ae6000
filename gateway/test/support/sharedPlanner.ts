import { createSlots } from '@holdfast/kit-base/slots';
import {
  type PlanningThread,
  type PlanningThreadOptions,
  startPlanningThread,
} from '../../src/planning/thread/planningThread.ts';

const slots = createSlots(1);
let shared: { readonly sdl: string; readonly thread: Promise<PlanningThread> } | undefined;

/**
 * Starts one planner's thread for all test gateways of a process with the same supergraph: starting it takes
 * most of a gateway's start. It plans one operation at a time, and ends with the process. Any other
 * supergraph gets its own thread.
 */
export async function startSharedPlanner(options: PlanningThreadOptions): Promise<PlanningThread> {
  shared ??= { sdl: options.supergraphSdl, thread: startPlanningThread(options) };
  if (shared.sdl !== options.supergraphSdl) return startPlanningThread(options);
  const planner = await shared.thread;
  return { ...planner, plan: (task) => slots.run(() => planner.plan(task)), close: async () => {} };
}
