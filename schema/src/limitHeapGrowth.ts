import { setFlagsFromString } from 'node:v8';

/**
 * Lets the heap grow by half between collections, and not by up to four times. Composing makes mostly garbage: of a graph
 * of 5,000 types 200 MB stay, for which the process took 1,500 MB, and takes 930 so, in the same time.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
