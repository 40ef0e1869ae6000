/** The lines and tables that the benchmark prints. */
import { type Cell, titleOf } from './mixes.ts';
import { type Amounts, sumOf } from './readings.ts';
import type { Round } from './round.ts';
import { digits, median, table } from './table.ts';

/** The rounds of one cell, by the name of the shop; the present revision is first. */
export interface Results {
  readonly cell: Cell;
  readonly rounds: ReadonlyMap<string, readonly Round[]>;
}

const KB = 1_024;

/** The figures of a round. Those of costs are for each order. */
const FIGURES = {
  'orders/s': ({ orders, seconds }) => orders / seconds,
  'p50 ms': ({ p50 }) => p50,
  'p99 ms': ({ p99 }) => p99,
  'CPU ms': ({ cpu, orders }) => sumOf(cpu) / orders,
  commits: ({ commits, orders }) => sumOf(commits) / orders,
  'rows written': ({ rowsWritten, orders }) => sumOf(rowsWritten) / orders,
  'WAL KB': ({ wal, orders }) => wal / KB / orders,
  'WAL syncs': ({ walSyncs, orders }) => walSyncs / orders,
  'MongoDB KB': ({ written, orders }) => sumOf(ofMongo(written)) / KB / orders,
  events: ({ published, orders }) => sumOf(published) / orders,
} as const satisfies Record<string, (round: Round) => number>;

type Figure = keyof typeof FIGURES;

function ofMongo(written: Amounts): Amounts {
  return Object.fromEntries(Object.entries(written).filter(([name]) => name.startsWith('MongoDB')));
}

/** Costs by part of the shop, each for an order. */
const PARTS = {
  'CPU ms': ({ cpu }) => cpu,
  commits: ({ commits }) => commits,
  statements: ({ statements }) => statements,
  events: ({ published }) => published,
} as const satisfies Record<string, (round: Round) => Amounts>;

/** Describes a round, as soon as it is over. */
export function roundLines(number: number, shop: string, cell: Cell, round: Round): string {
  const figure = (name: Figure) => `${digits(FIGURES[name](round))} ${name}`;
  const names = Object.keys(FIGURES) as Figure[];
  const parts = Object.entries(PARTS).flatMap(([name, amountsOf]) => {
    const amounts = Object.entries(amountsOf(round))
      .map(([part, amount]) => [part, amount / round.orders] as const)
      .filter(([, amount]) => amount >= 0.005)
      .toSorted(([, a], [, b]) => b - a);
    if (amounts.length === 0) return [];
    return [`  ${name} an order: ${amounts.map(([part, amount]) => `${part} ${digits(amount)}`).join(', ')}`];
  });
  const unexpected = Object.entries(round.unexpected).map(([outcome, count]) => `${count} × ${outcome}`);
  const reads = round.reads > 0 ? `; ${digits(round.reads / round.seconds)} reads/s` : '';
  return [
    `round ${number}, ${shop}: ${titleOf(cell)}`,
    `  ${names.slice(0, 3).map(figure).join(', ')}${reads}; an order: ${names.slice(3).map(figure).join(', ')}`,
    ...parts,
    `  ${digits(sumOf(round.cpu) / 10 / round.seconds)} % of a core used; stock, books and events agree; ` +
      `all events were consumed ${digits(round.drained)} ms after the last answer`,
    ...(unexpected.length === 0 ? [] : [`  UNEXPECTED at first: ${unexpected.join(', ')}`]),
  ].join('\n');
}

/** Tables of all medians, and of what an order costs each process and database. */
export function summary(results: readonly Results[]): string {
  const names = Object.keys(FIGURES) as Figure[];
  const rows = results.flatMap(({ cell, rounds }) => {
    const figures = [...rounds].map(([shop, each]) => ({
      shop,
      values: names.map((name) => median(each.map(FIGURES[name]))),
    }));
    const [present, other] = figures;
    const ratios = other && {
      shop: `${present?.shop} / ${other.shop}`,
      values: names.map((_, n) => (present?.values[n] ?? 0) / (other.values[n] ?? 0)),
    };
    return [...figures, ...(ratios ? [ratios] : [])].map(({ shop, values }) => [
      `${titleOf(cell)}: ${shop}`,
      ...values.map(digits),
    ]);
  });
  return [table(['medians', ...names], rows), ...results.map(partsTable)].join('\n');
}

function partsTable({ cell, rounds }: Results): string {
  const shops = [...rounds];
  const rows = Object.entries(PARTS).flatMap(([name, amountsOf]) => {
    const costs = shops.map(([, each]) => each.map((round) => [amountsOf(round), round.orders] as const));
    const parts = new Set(costs.flat().flatMap(([amounts]) => Object.keys(amounts)));
    const of = (part: string) =>
      costs.map((each) => median(each.map(([amounts, orders]) => (amounts[part] ?? 0) / orders)));
    return [...parts]
      .map((part) => ({ part, values: of(part) }))
      .filter(({ values }) => values.some((value) => value >= 0.005))
      .toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0))
      .map(({ part, values }) => [`${name}: ${part}`, ...values.map(digits)]);
  });
  return table([`an order of ${titleOf(cell)}`, ...shops.map(([shop]) => shop)], rows);
}
