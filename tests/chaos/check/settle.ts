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

/** Milliseconds within which everything has to come to its end, or nearer to it. */
export const SETTLE = 30_000;
const PAUSE = 250;
const NOTHING: Facts = { orders: [], stock: [], reservations: [], wallets: [], payments: [] };

export interface Settled {
  readonly facts: Facts;
  /** What was still broken at the end of the time; empty when all is well. */
  readonly violations: readonly Violation[];
  /** Milliseconds. */
  readonly took: number;
}

interface Looked {
  readonly facts: Facts;
  readonly violations: readonly Violation[];
}

/**
 * Waits until all invariants hold. What cannot be asked is broken as well.
 * @param within milliseconds that may go by without fewer of them being broken than ever before.
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
  let until = from + within;
  for (;;) {
    const looked: Looked = await look(chaos, population, witness).catch((error: Error) => ({
      facts,
      violations: [{ invariant: 'everything can be asked', message: error.message, orderIds: [] }],
    }));
    facts = looked.facts;
    const now = performance.now();
    if (looked.violations.length < fewest) {
      fewest = looked.violations.length;
      until = now + within;
    }
    if (fewest === 0 || now > until) return { ...looked, took: now - from };
    await delay(PAUSE);
  }
}

/** What asks more of the machine has its turn when the rest holds. */
async function look(chaos: ChaosShop, population: Population, witness: Witness): Promise<Looked> {
  const { shop } = chaos;
  const facts = await answered('the databases', readFacts(shop, population));
  const violations = violationsOf(INVARIANTS, { facts, population, witness });
  if (violations.length > 0) return { facts, violations };
  const events = await answered('the bus', readEventFacts(chaos, population));
  violations.push(...violationsOf(EVENT_INVARIANTS, { facts, events, population }));
  if (violations.length > 0) return { facts, violations };
  return {
    facts,
    violations: [...(await violationsOfBooks(shop)), ...(await apiOf(shop, population, facts))],
  };
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
