import { setFlagsFromString } from 'node:v8';

/**
 * Limits the growth of the heap between collections to one half, instead of up to four times. Composition
 * produces mostly garbage: a graph of 5,000 types keeps 200 MB, for which the process took 1,500 MB. With the
 * limit it takes 930 MB, in the same time.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
