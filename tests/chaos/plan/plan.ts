/** All that a run does, decided before it begins: the same seed gives the same plan, moment by moment. */
import { type Action, planActions } from './actions.ts';
import { type Fault, planFaults } from './faults.ts';
import { randomFrom } from './random.ts';

export interface Plan {
  readonly seed: number;
  /** Milliseconds. Nothing is begun after it, and every fault has ended by then. */
  readonly length: number;
  /** In their sequence. */
  readonly actions: readonly Action[];
  readonly faults: readonly Fault[];
}

export function makePlan(seed: number, seconds: number): Plan {
  const length = seconds * 1_000;
  // Each from numbers of its own: other actions do not change the faults.
  return {
    seed,
    length,
    actions: planActions(randomFrom(seed), length),
    faults: planFaults(randomFrom(seed ^ 0x5eed), length),
  };
}
