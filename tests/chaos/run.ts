/** One run: customers shop while things break; afterwards every invariant must hold. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Violation } from './check/invariant.ts';
import { type Settled, settle } from './check/settle.ts';
import { act, type Cast } from './drive/act.ts';
import { clientOf } from './drive/client.ts';
import { inflict } from './drive/faults.ts';
import { customerWith, populate } from './drive/population.ts';
import { signIn } from './drive/sessions.ts';
import { unanswered } from './drive/unanswered.ts';
import { newWitness, type Witness } from './drive/witness.ts';
import type { Action } from './plan/actions.ts';
import { describeFault, type Inflicted } from './plan/faults.ts';
import type { Plan } from './plan/plan.ts';
import type { ChaosShop } from './shop/chaosShop.ts';
import { watchRecoveries } from './shop/recoveries.ts';

export interface Result {
  readonly plan: Plan;
  readonly witness: Witness;
  readonly inflicted: readonly Inflicted[];
  readonly settled: Settled;
  /** The longest time until a killed service was ready again, in milliseconds. */
  readonly longestRecovery: number;
  /** The longest time from placing an order to the end of its saga, in milliseconds. */
  readonly longestOrder: number;
}

/** Milliseconds after the last fault within which every request must be answered. */
const LAST_ANSWER = 60_000;

/** @param print receives a line for each event of the run. */
export async function runChaos(chaos: ChaosShop, plan: Plan, print: (line: string) => void): Promise<Result> {
  const { shop } = chaos;
  const witness = newWitness();
  const send = clientOf(shop.holdfast.url);
  const population = await populate(shop, plan.length / 1_000);
  const sessions = await Promise.all(population.customers.map((each) => signIn(send, witness, each)));
  const staff = await signIn(send, witness, await customerWith(shop, '0.00', { roles: ['STAFF'] }));
  const cast: Cast = { send, witness, sessions, staff, products: population.products };
  const recoveries = watchRecoveries(shop.holdfast);
  const inflicted: Inflicted[] = [];

  const began = performance.now();
  const waitUntil = (at: number) => delay(Math.max(0, began + at - performance.now()));
  const breaking = plan.faults.map(async (fault) => {
    await waitUntil(fault.at);
    const entry: Inflicted = { fault, from: new Date(), to: null };
    inflicted.push(entry);
    if (fault.kind === 'kill') recoveries.killed(fault.target);
    await inflict(chaos, fault);
    entry.to = new Date();
    print(describeFault(entry));
  });
  const doing = async (action: Action) => {
    await waitUntil(action.at);
    await act(cast, action);
  };
  const acting = new Map(plan.actions.map((action) => [action, doing(action)]));

  await Promise.race([Promise.all(breaking), shop.holdfast.failed]);
  await waitUntil(plan.length);
  chaos.links.heal();
  print('The faults have ended. Waiting until every invariant holds.');
  const settling = settle(chaos, population, witness);
  // Requests that still wait are answered now, and those answers must hold as well.
  const silences = (await unanswered(acting, LAST_ANSWER)).map(silenceOf);
  const first = await settling;
  const settled = first.violations.length > 0 ? first : await settle(chaos, population, witness);
  const violations = [...silences, ...settled.violations];
  return {
    plan,
    witness,
    inflicted,
    settled: { ...settled, violations, took: first.took },
    longestRecovery: recoveries.longest(),
    longestOrder: Math.max(
      0,
      ...settled.facts.orders.map(
        ({ placedAt, saga }) => (saga.finishedAt?.getTime() ?? 0) - placedAt.getTime(),
      ),
    ),
  };
}

function silenceOf(action: Action): Violation {
  const message = `no answer within ${LAST_ANSWER} ms: ${JSON.stringify(action)}`;
  return { invariant: 'every request is answered', message, orderIds: [] };
}
