import { setTimeout as delay } from 'node:timers/promises';
import type { Holdfast } from '../../../dev/src/holdfast.ts';
import type { Service } from '../../../dev/src/services.ts';

export interface Recoveries {
  /** A service is about to be killed. */
  killed(service: Service): void;
  /** Milliseconds that the slowest took until it was ready again. */
  longest(): number;
}

/** Milliseconds. */
const LOOK = 20;

/** Measures how long killed services are away. */
export function watchRecoveries({ program }: Holdfast): Recoveries {
  let longest = 0;
  return {
    killed(service) {
      const from = performance.now();
      const before = program(service)?.pid;
      const watch = async () => {
        while (program(service) === undefined || program(service)?.pid === before)
          await delay(LOOK, undefined, { ref: false });
        longest = Math.max(longest, performance.now() - from);
      };
      void watch();
    },
    longest: () => longest,
  };
}
