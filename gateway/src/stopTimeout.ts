import { longestOperation, type Timeouts } from './subgraphs/timeouts.ts';

/** Milliseconds for what is not waiting for operations. */
const OVERHEAD = 2_000;

/** Milliseconds that the end of a process may take. */
export function stopTimeout({ drainDelay, timeouts }: { drainDelay: number; timeouts: Timeouts }): number {
  return drainDelay + longestOperation(timeouts) + OVERHEAD;
}
