/** The run of the oracle: supergraphs, operations, faults, all by one seed. */
import { createDice } from './dice.ts';
import type { CreateExecutor } from './executors.ts';
import { type Faults, type RandomFaults, randomFaults, WHOLE_FAULTS, type WholeFault } from './faults.ts';
import { hash } from './hash.ts';
import { type Operation, randomOperation } from './operations/random.ts';
import { createStage, type Difference, type Stage } from './stage.ts';
import { type Composed, composeOurs, composeRandom } from './supergraphs/compose.ts';

export interface RunOptions {
  readonly seed: number;
  readonly operations: number;
  /** Random ones; the shop's own is one more. */
  readonly supergraphs: number;
  readonly oracle: CreateExecutor;
  readonly executor: CreateExecutor;
  /** Differences after which it ends. */
  readonly enough: number;
  /** Called after every supergraph. */
  readonly progress?: (summary: Summary) => void;
}

/** All that it takes to see a difference again. */
export interface Case {
  /** SDL by name. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly operation: Operation;
  /** Which data the subgraphs have. */
  readonly world: number;
  readonly faults: Faults;
}

export interface Found extends Case {
  /** Seed, supergraph and number of the operation. */
  readonly name: string;
  readonly difference: Difference;
  /** Both answers. */
  readonly text: string;
}

export interface Summary {
  operations: number;
  supergraphs: number;
  /** Requests to subgraphs, by the oracle. */
  requests: number;
  /** Bytes of data in its answers. */
  bytes: number;
  /** Answers with errors. */
  failed: number;
  /** Operations over which the oracle itself broke down. */
  unjudged: number;
  readonly found: Found[];
}

/** One operation of six is for the shop's own supergraph, or more where there are fewer others. */
const OURS = 6;

export async function runOracle(options: RunOptions): Promise<Summary> {
  const { seed, operations, supergraphs, enough } = options;
  const summary: Summary = {
    operations: 0,
    supergraphs: 0,
    requests: 0,
    bytes: 0,
    failed: 0,
    unjudged: 0,
    found: [],
  };
  const ours = Math.ceil(operations / Math.min(OURS, supergraphs + 1));
  for (let n = 0; n <= supergraphs && summary.found.length < enough; n++) {
    const composed = n === 0 ? await composeOurs() : composeRandom(hash(`${seed}|${n}`) % 1_000_000);
    const left = operations - summary.operations;
    const share = n === 0 ? ours : Math.ceil(left / (supergraphs - n + 1));
    await runSupergraph(options, composed, share, summary);
    options.progress?.(summary);
  }
  return summary;
}

async function runSupergraph(
  { seed, oracle, executor, enough }: RunOptions,
  composed: Composed,
  operations: number,
  summary: Summary,
): Promise<void> {
  await using stage = await createStage(composed, oracle, executor);
  summary.supergraphs++;
  for (let n = 0; n < operations && summary.found.length < enough; n++) {
    const operationSeed = hash(`${seed}|${composed.name}|${n}`) % 10_000_000;
    const operation = randomOperation(composed.api, operationSeed);
    const world = operationSeed % 16;
    const faults = faultsFor(operationSeed, n, Object.keys(composed.subgraphs));
    await runOne(
      stage,
      { name: `seed ${seed}, ${composed.name}, operation ${n}`, operation, world, faults },
      summary,
    );
  }
}

async function runOne(
  { run, composed: { subgraphs } }: Stage,
  {
    name,
    operation,
    world,
    faults,
  }: { name: string; operation: Operation; world: number; faults: RandomFaults },
  summary: Summary,
): Promise<void> {
  const { difference, unjudged, text, expected, requests } = await run({ operation, world, faults });
  summary.operations++;
  summary.requests += requests;
  summary.bytes += expected.data?.length ?? 0;
  if (expected.errors.length > 0) summary.failed++;
  if (unjudged) summary.unjudged++;
  if (difference)
    summary.found.push({ name, subgraphs, operation, world, faults: faults.met(), difference, text });
}

/** No faults for two operations of five, a few or many fields for two, and whole subgraphs for one. */
function faultsFor(seed: number, n: number, subgraphs: readonly string[]): RandomFaults {
  const dice = createDice(seed);
  const whole: Record<string, WholeFault> = {};
  if (n % 5 === 4) for (const name of dice.some(subgraphs, 20)) whole[name] = dice.one(WHOLE_FAULTS);
  const perMille = [0, 0, 30, 150, 10][n % 5] ?? 0;
  return randomFaults(seed, perMille, whole);
}
