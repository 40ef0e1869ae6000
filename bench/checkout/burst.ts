/** Many distinct buyers who want one of few units. */
import { setTimeout as delay } from 'node:timers/promises';
import { sumOf as sumUsage, usageOf } from '../idle-memory/processes.ts';
import { checkBooks, readBooks } from './books.ts';
import { makeBuyers, makeProducts, signBuyersIn } from './goods.ts';
import { type Answer, newOrder, place, settle } from './orders.ts';
import { countBy } from './round.ts';
import type { Shop } from './shop.ts';
import { digits, quantile } from './table.ts';

export interface Burst {
  readonly buyers: number;
  /** The time over which they come, at an even rate; with 0, all come at once. */
  readonly seconds: number;
  readonly units: number;
}

/** Milliseconds for orders that had no final answer, and of rest before the memory is measured. */
const SETTLE = 120_000;
const REST = 10_000;

/** Each buyer orders once. @returns lines of text. @throws Error when not exactly the units were sold. */
export async function runBurst(shop: Shop, { buyers: count, seconds, units }: Burst): Promise<string> {
  const [product = ''] = await makeProducts(shop, 1, units);
  const buyers = await makeBuyers(shop, count, 'rich');
  await signBuyersIn(shop, buyers);
  const books = await readBooks(shop);
  const memory = async () => sumUsage('', await usageOf(shop.pid)).pss;
  await delay(REST);
  const memoryBefore = await memory();
  const began = performance.now();
  const placing = buyers.map(async (buyer, n) => {
    const due = began + (n * seconds * 1_000) / count;
    await delay(Math.max(0, due - performance.now()));
    return place(shop.client, newOrder(buyer, [product]));
  });
  const first = await Promise.all(placing);
  const took = (performance.now() - began) / 1_000;
  const answers = await settle(shop.client, first, SETTLE);
  const drained = await checkBooks(shop, books, answers);
  await delay(REST);
  const memoryAfter = await memory();
  const sold = answers.filter(({ outcome }) => outcome === 'CONFIRMED').length;
  if (sold !== Math.min(units, count)) throw new Error(`${shop.name}: ${sold} of ${units} units were sold.`);
  const failed = first.filter(({ status }) => status === 0 || status >= 500).length;
  return [
    `${shop.name}: ${count} buyers within ${seconds} s for ${units} units`,
    `  ${sold} confirmed, nothing oversold; all were answered after ${digits(took)} s, ` +
      `all events consumed ${digits(drained)} ms after that`,
    `  first answers: ${outcomesOf(first)}; ${failed} without an answer or with a status of 500 or above`,
    `  a refusal: ${timesOf(first, 'REJECTED OUT_OF_STOCK')}`,
    `  a confirmation: ${timesOf(first, 'CONFIRMED')}`,
    `  memory (PSS of all processes): ${digits(memoryBefore)} MB before, ${digits(memoryAfter)} MB after`,
  ].join('\n');
}

function outcomesOf(answers: readonly Answer[]): string {
  const counts = Object.entries(countBy(answers.map(({ outcome }) => outcome)));
  return counts.map(([outcome, count]) => `${count} × ${outcome}`).join(', ');
}

function timesOf(answers: readonly Answer[], wanted: string): string {
  const times = answers.flatMap(({ outcome, ms }) => (outcome === wanted ? ms : []));
  if (times.length === 0) return 'none';
  const [p50, p99, most] = [quantile(times, 0.5), quantile(times, 0.99), quantile(times, 1)];
  return `p50 ${digits(p50)} ms, p99 ${digits(p99)} ms, at most ${digits(most)} ms`;
}
