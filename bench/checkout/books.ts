/** Proves after a load that stock, books and events agree with the answers that the buyers got. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './orders.ts';
import { readMetrics, type Sample, total } from './readings.ts';
import type { Shop } from './shop.ts';

export interface Books {
  /** By product: units on hand, and the reserved ones of them. */
  readonly stock: ReadonlyMap<string, { readonly onHand: number; readonly reserved: number }>;
  /** Payments that were taken. */
  readonly captured: number;
  readonly metrics: readonly Sample[];
}

/** Milliseconds that the shop may take to release stock and to deliver all events after the last answer. */
const TIMEOUT = 180_000;
const POLL = 250;

export async function readBooks(shop: Shop): Promise<Books> {
  const [stock, captured, metrics] = await Promise.all([
    readStock(shop),
    shop.payments.query<{ count: string }>(
      "select count(*)::text as count from payments where status = 'CAPTURED'",
    ),
    readMetrics(shop),
  ]);
  return { stock, captured: Number(captured.rows[0]?.count), metrics };
}

async function readStock({ inventory }: Shop): Promise<Books['stock']> {
  const { rows } = await inventory.query<{ product: string; onHand: number; reserved: number }>(
    `select product_id::text as product, sum(on_hand)::int as "onHand", sum(reserved)::int as reserved
     from stock_items group by product_id`,
  );
  return new Map(rows.map(({ product, ...units }) => [product, units]));
}

/**
 * Waits until all effects of the orders are there, and checks them.
 * @param answers the final answer to each order since `before`.
 * @returns the milliseconds until all events were consumed.
 * @throws Error with everything that does not agree.
 */
export async function checkBooks(shop: Shop, before: Books, answers: readonly Answer[]): Promise<number> {
  const began = performance.now();
  let wrong: readonly string[] = [];
  let eventsAfter: number | undefined;
  do {
    const now = await readBooks(shop);
    const late = eventsAfter === undefined ? wrongEvents(before, now, answers) : [];
    if (late.length === 0) eventsAfter ??= performance.now() - began;
    wrong = [...wrongStock(before, now, answers), ...wrongPayments(before, now, answers), ...late];
    if (wrong.length > 0) await delay(POLL);
  } while (wrong.length > 0 && performance.now() - began < TIMEOUT);
  if (wrong.length > 0) throw new Error(`${shop.name}: ${wrong.join('; ')}.`);
  await Promise.all([shop.verify('inventory:verify'), shop.verify('payments:verify')]);
  return eventsAfter ?? 0;
}

const confirmed = (answers: readonly Answer[]) => answers.filter(({ outcome }) => outcome === 'CONFIRMED');

function wrongStock({ stock }: Books, now: Books, answers: readonly Answer[]): string[] {
  const sold = new Map<string, number>();
  for (const { order } of confirmed(answers))
    for (const [product, units] of order.units) sold.set(product, (sold.get(product) ?? 0) + units);
  return [...now.stock].flatMap(([product, { onHand, reserved }]) => {
    const expected = (stock.get(product)?.onHand ?? 0) - (sold.get(product) ?? 0);
    return [
      ...(onHand === expected ? [] : [`product ${product} has ${onHand} units and should have ${expected}`]),
      ...(reserved === 0 ? [] : [`product ${product} has ${reserved} reserved units left`]),
      ...(onHand < 0 ? [`product ${product} is oversold`] : []),
    ];
  });
}

function wrongPayments({ captured }: Books, now: Books, answers: readonly Answer[]): string[] {
  const expected = captured + confirmed(answers).length;
  if (now.captured === expected) return [];
  return [`${now.captured} payments were captured and ${expected} should have been`];
}

/** An event may be published and consumed more than once, so too many are right. */
function wrongEvents({ metrics }: Books, now: Books, answers: readonly Answer[]): string[] {
  const count = confirmed(answers).length;
  const outcomes = [
    { type: 'OrderConfirmed', expected: count },
    { type: 'OrderRejected', expected: answers.length - count },
  ];
  const gain = (name: string, labels: Readonly<Record<string, string>>) =>
    total(now.metrics, name, labels) - total(metrics, name, labels);
  const wrong = outcomes.flatMap(({ type, expected }) => {
    const of = (what: string, actual: number) =>
      actual >= expected ? [] : [`${actual} ${type} were ${what} and ${expected} should have been`];
    return [
      ...of('published', gain('events_published_total', { type })),
      ...consumersOf(now.metrics, type).flatMap((consumer) =>
        of(`consumed by ${consumer}`, gain('events_consumed_total', { type, consumer, outcome: 'done' })),
      ),
    ];
  });
  const unsent = total(now.metrics, 'outbox_unsent');
  const dead = total(now.metrics, 'events_dead_letters') - total(metrics, 'events_dead_letters');
  return [
    ...wrong,
    ...(unsent > 0 ? [`${unsent} events are not sent`] : []),
    ...(dead > 0 ? [`${dead} events became dead letters`] : []),
  ];
}

function consumersOf(metrics: readonly Sample[], type: string): string[] {
  const all = metrics.flatMap(({ name, labels }) =>
    name === 'events_consumed_total' && labels['type'] === type ? (labels['consumer'] ?? []) : [],
  );
  return [...new Set(all)];
}
