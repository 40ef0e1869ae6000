/**
 * Counters and histograms for what happens thousands of times a second. prom-client's own hash and check their labels at each
 * call (about 600 ns with four labels); these keep a cell for each combination, and writing to a cell is an addition. They
 * live in a prom-client registry like any other metric.
 */
import type { Metric, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

interface Definition {
  readonly name: string;
  readonly help: string;
}

interface Value {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface CounterCell {
  add(by?: number): void;
}

export interface HistogramCell {
  observe(seconds: number): void;
}

/** Upper bounds in seconds. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** @returns what gives the cell of these labels; the caller keeps it where it can. */
export function createCounter(registry: Registry, definition: Definition): (labels: Labels) => CounterCell {
  const { cells, cellOf } = createCells(() => {
    let value = 0;
    const add = (by = 1) => {
      value += by;
    };
    return { add, values: () => [{ value }] };
  });
  register(registry, definition, 'counter', cells);
  return cellOf;
}

/** A histogram of seconds. @returns as `createCounter`. */
export function createHistogram(
  registry: Registry,
  definition: Definition,
): (labels: Labels) => HistogramCell {
  const { name } = definition;
  const { cells, cellOf } = createCells(() => {
    const counts = new Float64Array(BUCKETS.length + 1);
    let sum = 0;
    return {
      observe(seconds: number) {
        let n = 0;
        while (n < BUCKETS.length && seconds > (BUCKETS[n] ?? 0)) n++;
        counts[n] = (counts[n] ?? 0) + 1;
        sum += seconds;
      },
      values() {
        let below = 0;
        const buckets = Array.from(counts, (count, n) => {
          below += count;
          return { metricName: `${name}_bucket`, le: BUCKETS[n] ?? '+Inf', value: below };
        });
        return [
          ...buckets,
          { metricName: `${name}_sum`, value: sum },
          { metricName: `${name}_count`, value: below },
        ];
      },
    };
  });
  register(registry, definition, 'histogram', cells);
  return cellOf;
}

interface Cell {
  values(): readonly {
    readonly metricName?: string;
    readonly le?: string | number;
    readonly value: number;
  }[];
}

function createCells<C extends Cell>(create: () => C) {
  const cells = new Map<string, { readonly labels: Labels; readonly cell: C }>();
  const cellOf = (labels: Labels): C => {
    let key = '';
    for (const name in labels) key += `${labels[name]}\n`;
    const found = cells.get(key);
    if (found) return found.cell;
    const cell = create();
    cells.set(key, { labels: { ...labels }, cell });
    return cell;
  };
  return { cells, cellOf };
}

function register(
  registry: Registry,
  { name, help }: Definition,
  type: 'counter' | 'histogram',
  cells: ReadonlyMap<string, { readonly labels: Labels; readonly cell: Cell }>,
): void {
  const get = async () => {
    const values: Value[] = [];
    for (const { labels, cell } of cells.values()) {
      for (const { le, ...rest } of cell.values()) {
        values.push({ ...rest, labels: le === undefined ? labels : { le, ...labels } });
      }
    }
    return { name, help, type, values, aggregator: 'sum' };
  };
  // What a registry asks of a metric; its type asks for prom-client's own classes.
  registry.registerMetric({ name, get, reset() {} } as unknown as Metric);
}

/** Lets through the first `max` different values, and calls all further ones `other`: for labels that others choose. */
export function boundedLabel(max: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= max) return 'other';
    known.add(value);
    return value;
  };
}
