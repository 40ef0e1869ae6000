import { setTimeout as delay } from 'node:timers/promises';
import type { Holdfast } from '../../../dev/src/holdfast.ts';
import type { Service } from '../../../dev/src/services.ts';

export interface Recoveries {
  /** Notes that a service is about to be killed. */
  killed(service: Service): void;
  /** Returns the longest recovery so far, in milliseconds. */
  longest(): number;
}

/** Milliseconds. */
const INTERVAL = 20;

/** Measures the time until a killed service is ready again. */
export function watchRecoveries({ program }: Holdfast): Recoveries {
  let longest = 0;
  return {
    killed(service) {
      const from = performance.now();
      const before = program(service)?.pid;
      const watch = async () => {
        while (program(service) === undefined || program(service)?.pid === before)
          await delay(INTERVAL, undefined, { ref: false });
        longest = Math.max(longest, performance.now() - from);
      };
      void watch();
    },
    longest: () => longest,
  };
}
