import { setTimeout as delay } from 'node:timers/promises';
import type { Facts } from '../check/facts.ts';
import type { Stage } from './stage.ts';

/** Milliseconds. */
const INTERVAL = 20;
const TIMEOUT = 30_000;

/** Waits until the condition holds in the databases. */
export async function until(stage: Stage, holds: (facts: Facts) => boolean): Promise<void> {
  const deadline = performance.now() + TIMEOUT;
  while (!holds(await stage.facts())) {
    if (performance.now() > deadline)
      throw new Error(`The condition did not hold within ${TIMEOUT} ms: ${holds}`);
    await delay(INTERVAL);
  }
}
