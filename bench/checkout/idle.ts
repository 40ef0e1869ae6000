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
  const line = (title: string, of: (one: Difference) => number) => [
    title,
    ...measured.map((one) => digits(of(one))),
  ];
  const lines = (
    title: string,
    amountsOf: (one: Difference) => Amounts,
    per: (one: Difference) => number,
  ) => {
    const names = new Set(measured.flatMap((one) => Object.keys(amountsOf(one))));
    return [
      line(`**${title}**`, (one) => sumOf(amountsOf(one)) / per(one)),
      ...[...names].sort().map((name) => line(name, (one) => (amountsOf(one)[name] ?? 0) / per(one))),
    ];
  };
  const second = ({ seconds }: Difference) => seconds;
  return table(
    [`idle for ${SPAN} s`, ...shops.map(({ name }) => name)],
    [
      // Milliseconds of 1,000 a second, in percent.
      ...lines(
        'CPU, % of a core',
        ({ cpu }) => cpu,
        ({ seconds }) => seconds * 10,
      ),
      ...lines('commits a second', ({ commits }) => commits, second),
      ...lines('rows written a second', ({ rowsWritten }) => rowsWritten, second),
      line('**bytes of WAL a second**', ({ wal, seconds }) => wal / seconds),
      line('**syncs of WAL a second**', ({ walSyncs, seconds }) => walSyncs / seconds),
    ],
  );
}
