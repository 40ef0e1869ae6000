/** What a shop costs that nobody uses. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Amounts, between, type Difference, read, sumOf } from './readings.ts';
import type { Shop } from './shop.ts';
import { digits, table } from './table.ts';

/** Seconds until it has settled, and of the measurement. */
const SETTLE = 20;
const SPAN = 30;

/** Measures each shop in turn. @returns a table. */
export async function measureIdle(shops: readonly Shop[]): Promise<string> {
  await delay(SETTLE * 1_000);
  const measured: Difference[] = [];
  for (const shop of shops) {
    const before = await read(shop);
    await delay(SPAN * 1_000);
    measured.push(between(before, await read(shop)));
  }
  const rows = (title: string, amountsOf: (one: Difference) => Amounts, share: number) => {
    const all = measured.map((one) => [amountsOf(one), one.seconds / share] as const);
    const names = [...new Set(all.flatMap(([amounts]) => Object.keys(amounts)))];
    const line = (name: string, of: (amounts: Amounts) => number) => [
      `${title}: ${name}`,
      ...all.map(([amounts, per]) => digits(of(amounts) / per)),
    ];
    return [line('all', sumOf), ...names.sort().map((name) => line(name, (amounts) => amounts[name] ?? 0))];
  };
  return table(
    [`idle for ${SPAN} s`, ...shops.map(({ name }) => name)],
    [
      // Of 1,000 ms a second, in percent.
      ...rows('CPU, % of a core', ({ cpu }) => cpu, 0.1),
      ...rows('commits a second', ({ commits }) => commits, 1),
      ...rows('rows written a second', ({ rowsWritten }) => rowsWritten, 1),
      ...rows('WAL, bytes and syncs a second', ({ wal, walSyncs }) => ({ bytes: wal, syncs: walSyncs }), 1),
    ],
  );
}
