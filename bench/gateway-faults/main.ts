/**
 * Measures how a failing subgraph affects the others:
 * `node bench/gateway-faults/main.ts [queries a second, 200] [rounds, 3]`
 *
 * A gateway in front of three subgraphs is under a steady load. In each round one subgraph is killed, so that
 * its connections are refused, and restarted; then it is stopped, so that it accepts connections and never
 * answers, and resumed. Prints the p50 and p99 of queries that do not need it, next to those of a control
 * gateway with healthy subgraphs at the same time (other work on the machine slows both); how fast its own
 * fields fail once the circuit breaker is open; and how soon they return after it does.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Answered, type Load, startLoad } from './load.ts';
import { type Processes, startProcesses } from './processes.ts';

/** Milliseconds of the warm-up, of a measured phase, and of the longest time that a breaker takes to open. */
const WARM = 6_000;
const PHASE = 8_000;
const OPENING = 3_000;

interface Round {
  readonly sound: readonly Answered[];
  readonly others: readonly Answered[];
  readonly until: number;
  readonly failing: number;
  readonly slow: string;
  readonly back: number;
}

const rate = Number(process.argv[2] ?? 200);
const rounds = Number(process.argv[3] ?? 3);

await using processes = await startProcesses();
await using control = await startProcesses();
const load = startLoad(processes.url, rate);
const controlLoad = startLoad(control.url, rate);
await delay(WARM);
print([
  '',
  'p50',
  'p50 of control',
  'p99',
  'p99 of control',
  'ratio',
  'open after',
  'failing p99',
  'failing ≥ 50 ms',
  'back after',
]);
const faults = [
  ['refused', (shop: Processes) => shop.kill(), (shop: Processes) => shop.revive()],
  ['hanging', async (shop: Processes) => shop.stop(), async (shop: Processes) => shop.wake()],
] as const;
const ratios: Record<(typeof faults)[number][0], number[]> = { refused: [], hanging: [] };
for (let n = 0; n < rounds; n++) {
  for (const [name, begin, end] of faults) {
    const { sound, others, until, failing, slow, back } = await measure(load, begin, end);
    const ratio = quantile(others, 0.99) / quantile(sound, 0.99);
    ratios[name].push(ratio);
    print([
      name,
      ...[0.5, 0.99].flatMap((part) => [others, sound].map((all) => milliseconds(quantile(all, part)))),
      ratio.toFixed(2),
      ...[until, failing].map(milliseconds),
      slow,
      milliseconds(back),
    ]);
  }
}
await Promise.all([load.end(), controlLoad.end()]);
for (const [name, all] of Object.entries(ratios)) print([name, 'median', 'ratio', median(all).toFixed(2)]);

async function measure(
  { others, mixed, now }: Load,
  begin: (shop: Processes) => Promise<void>,
  end: (shop: Processes) => Promise<void>,
): Promise<Round> {
  const failedAt = now();
  await begin(processes);
  await delay(PHASE + OPENING);
  const returnedAt = now();
  await end(processes);
  await delay(OPENING + PHASE / 2);
  const failed = mixed.filter(({ began, codes }) => began > failedAt && began < returnedAt && codes !== null);
  // The breaker is open from the first SUBGRAPH_UNAVAILABLE on. Before, a hanging subgraph is
  // SUBGRAPH_TIMEOUT.
  const openAt = failed.find(({ codes }) => codes === 'SUBGRAPH_UNAVAILABLE')?.began ?? Number.NaN;
  const open = failed.filter(({ began }) => began >= openAt);
  const lastFault = Math.max(
    returnedAt,
    ...failed.concat(after(mixed, returnedAt)).filter(hasFailed).map(endOf),
  );
  return {
    sound: between(controlLoad.others, failedAt, returnedAt),
    others: between(others, failedAt, returnedAt),
    until: openAt - failedAt,
    failing: quantile(open, 0.99),
    slow: `${open.filter(({ took }) => took >= 50).length} of ${open.length}`,
    back: lastFault - returnedAt,
  };
}

function between(answers: readonly Answered[], from: number, to: number): Answered[] {
  return answers.filter(({ began }) => began >= from && began < to);
}

function after(answers: readonly Answered[], from: number): Answered[] {
  return answers.filter(({ began }) => began >= from);
}

function hasFailed({ codes }: Answered): boolean {
  return codes !== null;
}

function endOf({ began, took }: Answered): number {
  return began + took;
}

function quantile(answers: readonly Answered[], part: number): number {
  const sorted = answers.map(({ took }) => took).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function milliseconds(value: number): string {
  return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell) => cell.padEnd(16)).join('')}\n`);
}
