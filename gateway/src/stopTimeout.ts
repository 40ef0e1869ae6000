import { longestOperation, type Timeouts } from './subgraphs/timeouts.ts';

/** Milliseconds for everything besides waiting for operations. */
const OVERHEAD = 2_000;

/** Returns the longest that a process may take to stop, in milliseconds. */
export function stopTimeout({ drainDelay, timeouts }: { drainDelay: number; timeouts: Timeouts }): number {
  return drainDelay + longestOperation(timeouts) + OVERHEAD;
}
