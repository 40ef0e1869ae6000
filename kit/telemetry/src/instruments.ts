/**
 * Counters and histograms for events that happen thousands of times a second. Those of prom-client hash and
 * check their labels at each call (about 600 ns with four labels). These have a cell for each combination of
 * labels, and updating a cell is an addition. They are registered in a prom-client registry like any other
 * metric.
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

/** The upper bounds of the buckets in seconds. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/**
 * Creates a counter.
 * @returns a function that returns the cell of a set of labels. Keep the cell where possible.
 */
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

/** Creates a histogram of seconds. @returns like `createCounter`. */
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
  // A registry uses only these members; its type requires prom-client's own classes.
  registry.registerMetric({ name, get, reset() {} } as unknown as Metric);
}

/**
 * Returns a function that keeps the first `max` different values and maps further ones to `other`: for labels
 * with values from outside.
 */
export function boundedLabel(max: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= max) return 'other';
    known.add(value);
    return value;
  };
}
