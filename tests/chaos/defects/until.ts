import { setTimeout as delay } from 'node:timers/promises';
import type { Facts } from '../check/facts.ts';
import type { Stage } from './stage.ts';

/** Milliseconds. */
const LOOK = 20;
const PATIENCE = 30_000;

/** Waits until the databases say so. */
export async function until(stage: Stage, holds: (facts: Facts) => boolean): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!holds(await stage.facts())) {
    if (performance.now() > end) throw new Error(`It did not come about: ${holds}`);
    await delay(LOOK);
  }
}
