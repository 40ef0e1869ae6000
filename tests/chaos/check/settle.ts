import { setTimeout as delay } from 'node:timers/promises';
import { withTimeout } from '../../../dev/src/withTimeout.ts';
import type { Population } from '../drive/population.ts';
import type { Witness } from '../drive/witness.ts';
import type { ChaosShop } from '../shop/chaosShop.ts';
import { violationsOfApi } from './api.ts';
import { violationsOfBooks } from './books.ts';
import { readEventFacts } from './eventFacts.ts';
import { EVENT_INVARIANTS } from './eventInvariants.ts';
import { type Facts, readFacts } from './facts.ts';
import { type Violation, violationsOf } from './invariant.ts';
import { INVARIANTS } from './invariants.ts';

/** Milliseconds within which everything has to come to its end. */
export const SETTLE = 30_000;
const PAUSE = 250;

export interface Settled {
  readonly facts: Facts;
  /** What was still broken at the end of the time; empty when all is well. */
  readonly violations: readonly Violation[];
  /** Milliseconds. */
  readonly took: number;
}

/** Waits until all invariants hold, at most as long as they may take. */
export async function settle(
  chaos: ChaosShop,
  population: Population,
  witness: Witness,
  within = SETTLE,
): Promise<Settled> {
  const { shop } = chaos;
  const from = performance.now();
  for (;;) {
    const facts = await answered('the databases', readFacts(shop, population));
    const violations = violationsOf(INVARIANTS, { facts, population, witness });
    // What asks more of the machine has its turn when the rest holds.
    if (violations.length === 0) {
      violations.push(...(await violationsOfBooks(shop)), ...(await apiOf(shop, population, facts)));
      const events = await answered('the bus', readEventFacts(chaos, population));
      violations.push(...violationsOf(EVENT_INVARIANTS, { facts, events, population }));
    }
    const took = performance.now() - from;
    if (violations.length === 0 || took > within) return { facts, violations, took };
    await delay(PAUSE);
  }
}

/** A question that nobody answers is to be told of, rather than waited for. */
function answered<T>(who: string, asked: Promise<T>): Promise<T> {
  return withTimeout(asked, SETTLE, () => new Error(`${who} did not answer within ${SETTLE} ms`));
}

/** A gateway that cannot be reached may be starting. */
async function apiOf(...of: Parameters<typeof violationsOfApi>): Promise<Violation[]> {
  return violationsOfApi(...of).catch((error: Error) => [
    { invariant: 'the API answers', message: `${error.message}: ${error.cause}`, orderIds: [] },
  ]);
}
