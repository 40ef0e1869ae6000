import { setTimeout as delay } from 'node:timers/promises';
import { withTimeout } from '@holdfast/kit-base/timeLimit';
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

/** Milliseconds within which the number of violations must fall, or reach zero. */
export const SETTLE = 30_000;
const PAUSE = 250;
const NOTHING: Facts = { orders: [], stock: [], reservations: [], wallets: [], payments: [] };

export interface Settled {
  readonly facts: Facts;
  /** The violations that remained at the deadline; empty when every invariant holds. */
  readonly violations: readonly Violation[];
  /** Milliseconds. */
  readonly took: number;
}

interface Inspection {
  readonly facts: Facts;
  readonly violations: readonly Violation[];
}

/**
 * Waits until all invariants hold. A store that cannot be read counts as a violation.
 * @param within milliseconds that may pass without a new lowest number of violations.
 */
export async function settle(
  chaos: ChaosShop,
  population: Population,
  witness: Witness,
  within = SETTLE,
): Promise<Settled> {
  const from = performance.now();
  let facts = NOTHING;
  let fewest = Number.POSITIVE_INFINITY;
  let deadline = from + within;
  for (;;) {
    const inspection: Inspection = await inspect(chaos, population, witness).catch((error: Error) => ({
      facts,
      violations: [{ invariant: 'every store can be read', message: error.message, orderIds: [] }],
    }));
    facts = inspection.facts;
    const now = performance.now();
    if (inspection.violations.length < fewest) {
      fewest = inspection.violations.length;
      deadline = now + within;
    }
    if (fewest === 0 || now > deadline) return { ...inspection, took: now - from };
    await delay(PAUSE);
  }
}

/** Checks the invariants, cheapest first. The costly ones are checked only once the others hold. */
async function inspect(chaos: ChaosShop, population: Population, witness: Witness): Promise<Inspection> {
  const { shop } = chaos;
  const facts = await withDeadline('the databases', readFacts(shop, population));
  const violations = violationsOf(INVARIANTS, { facts, population, witness });
  if (violations.length > 0) return { facts, violations };
  const events = await withDeadline('the bus', readEventFacts(chaos, population));
  violations.push(...violationsOf(EVENT_INVARIANTS, { facts, events, population }));
  if (violations.length > 0) return { facts, violations };
  return {
    facts,
    violations: [...(await violationsOfBooks(shop)), ...(await apiOf(shop, population, facts))],
  };
}

/** Rejects when the read takes too long, so that a hanging store is reported rather than waited for. */
function withDeadline<T>(store: string, reading: Promise<T>): Promise<T> {
  return withTimeout(reading, SETTLE, () => new Error(`${store} did not answer within ${SETTLE} ms`));
}

/** Reports a gateway that cannot be reached as a violation, because it may still be starting. */
async function apiOf(...args: Parameters<typeof violationsOfApi>): Promise<Violation[]> {
  return violationsOfApi(...args).catch((error: Error) => [
    { invariant: 'the API answers', message: `${error.message}: ${error.cause}`, orderIds: [] },
  ]);
}
