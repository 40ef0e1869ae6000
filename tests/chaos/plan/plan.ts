/**
 * Everything that a run does, decided before it starts. The same seed makes the same plan, moment by moment.
 */
import { type Action, planActions } from './actions.ts';
import { type Fault, planFaults } from './faults.ts';
import { randomFrom } from './random.ts';

export interface Plan {
  readonly seed: number;
  /** Milliseconds. Nothing starts later, and every fault has ended by then. */
  readonly length: number;
  /** Ordered by time, as the faults are. */
  readonly actions: readonly Action[];
  readonly faults: readonly Fault[];
}

export function makePlan(seed: number, seconds: number): Plan {
  const length = seconds * 1_000;
  // Each has its own random sequence, so that changed actions leave the faults as they are.
  return {
    seed,
    length,
    actions: planActions(randomFrom(seed), length),
    faults: planFaults(randomFrom(seed ^ 0x5eed), length),
  };
}
