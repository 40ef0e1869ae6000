/** One round: a load of a shop, what it cost, and the proof that every order was carried out. */
import { setTimeout as delay } from 'node:timers/promises';
import { checkBooks, readBooks } from './books.ts';
import { type Goods, signBuyersIn } from './goods.ts';
import { buyersOf, startLoad } from './load.ts';
import { type Cell, OUTCOMES } from './mixes.ts';
import { settle } from './orders.ts';
import { between, type Difference, read } from './readings.ts';
import type { Shop } from './shop.ts';
import { quantile } from './table.ts';

export interface Round extends Difference {
  /** Orders that were answered while it was measured. */
  readonly orders: number;
  /** Reads of the catalogue that were answered meanwhile. */
  readonly reads: number;
  /** Milliseconds of an order's answer. */
  readonly p50: number;
  readonly p99: number;
  /** Unexpected outcomes, of the whole load. */
  readonly unexpected: Readonly<Record<string, number>>;
  /** Milliseconds from the last answer until all events were consumed. */
  readonly drained: number;
}

/** Milliseconds for orders that had no final answer. */
const SETTLE = 120_000;

/** @throws Error when stock, books or events do not agree with the answers. */
export async function runRound(
  shop: Shop,
  goods: Goods,
  cell: Cell,
  { seconds, warmUp }: { seconds: number; warmUp: number },
): Promise<Round> {
  await signBuyersIn(shop, buyersOf(goods, cell));
  const books = await readBooks(shop);
  const load = startLoad(shop.client, goods, cell);
  await delay(warmUp * 1_000);
  const [readsBefore, before] = [load.reads(), await read(shop)];
  await delay(seconds * 1_000);
  const [readsAfter, after] = [load.reads(), await read(shop)];
  await load.stop();
  const { answers } = load;
  const times = answers.flatMap(({ at, ms }) => (at > before.at && at <= after.at ? ms : []));
  if (times.length === 0) {
    const all = JSON.stringify(countBy(answers.map(({ outcome }) => outcome)));
    throw new Error(`${shop.name}: no order was answered in the ${seconds} s; later answers: ${all}.`);
  }
  const wrong = answers.filter(({ outcome }) => outcome !== OUTCOMES[cell.mix]);
  const final = await settle(shop.client, answers, SETTLE);
  const drained = await checkBooks(shop, books, final);
  return {
    ...between(before, after),
    orders: times.length,
    reads: readsAfter - readsBefore,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    unexpected: countBy(wrong.map(({ outcome }) => outcome)),
    drained,
  };
}

export function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
