/** The report of a run: what happened and, when an invariant is broken, the evidence. */

import type { OrderFact } from './check/facts.ts';
import type { Violation } from './check/invariant.ts';
import { describeFault, type Inflicted } from './plan/faults.ts';
import type { Result } from './run.ts';

/** The most violations that are reported in full, and the most faults with each. */
const MOST = 8;
/** Milliseconds before an order was placed. A fault from then on may have affected the order. */
const BEFORE = 3_000;

export function summaryOf({
  plan,
  witness,
  inflicted,
  settled,
  longestRecovery,
  longestOrder,
}: Result): string {
  const kinds = Map.groupBy(inflicted, ({ fault }) => fault.kind);
  const counts = (entries: Iterable<readonly [string, number]>) =>
    [...entries]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `  ${String(count).padStart(5)}  ${name}`)
      .join('\n');
  const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
  return [
    `seed ${plan.seed}: ${settled.facts.orders.length} orders, ${plan.actions.length} actions`,
    counts(witness.outcomes),
    `${inflicted.length} faults`,
    counts([...kinds].map(([kind, faults]) => [kind, faults.length] as const)),
    `longest recovery of a killed service: ${seconds(longestRecovery)}`,
    `longest time from an order to the end of its saga: ${seconds(longestOrder)}`,
    `time to settle after the last fault: ${seconds(settled.took)}`,
  ].join('\n');
}

export function failureOf({ plan, settled, inflicted }: Result): string {
  const { violations, facts } = settled;
  const lines = [`BROKEN, seed ${plan.seed}: ${violations.length} violations`];
  for (const violation of violations.slice(0, MOST)) {
    lines.push(`- ${violation.invariant}: ${violation.message}`);
    lines.push(...ordersOf(violation, facts.orders, inflicted));
  }
  if (violations.length > MOST) lines.push(`- and ${violations.length - MOST} more`);
  return lines.join('\n');
}

function ordersOf(
  { orderIds }: Violation,
  orders: readonly OrderFact[],
  inflicted: readonly Inflicted[],
): string[] {
  const lines = orderIds.length > 3 ? [`    orders: ${orderIds.join(' ')}`] : [];
  for (const order of orders.filter(({ _id }) => orderIds.includes(_id)).slice(0, 3)) {
    const steps = order.saga.steps.map(({ name, status, attempts, error }) => {
      return `${name} ${status} x${attempts}${error ? ` (${error})` : ''}`;
    });
    const history = order.history.map(({ status, at, actor }) => `${status} ${at.toISOString()} by ${actor}`);
    lines.push(`    ${order._id} ${order.status}, key "${order.idempotencyKey}", saga ${order.saga.status}`);
    lines.push(`      steps: ${steps.join('; ')}`, `      history: ${history.join('; ')}`);
    const from = order.placedAt.getTime() - BEFORE;
    const around = inflicted.filter(
      (each) => each.from.getTime() >= from && each.from.getTime() <= order.updatedAt.getTime(),
    );
    lines.push(...around.slice(-MOST).map((each) => `      ${describeFault(each)}`));
  }
  return lines;
}
