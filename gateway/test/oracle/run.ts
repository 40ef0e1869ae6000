/** Runs the oracle: supergraphs, operations and faults all follow from one seed. */
import { createDice } from './dice.ts';
import {
  type Faults,
  type RandomFaults,
  randomFaults,
  randomNulls,
  WHOLE_FAULTS,
  type WholeFault,
} from './faults.ts';
import { hash, pick } from './hash.ts';
import type { Difference } from './judge.ts';
import { type Operation, randomOperation } from './operations/random.ts';
import { createStage, type Players, type Stage } from './stage.ts';
import { type Composed, composeOurs, composeRandom } from './supergraphs/compose.ts';

/**
 * Without an oracle, supergraphs and operations include what `@apollo/gateway` gets wrong, and the truth is
 * the only judge.
 */
export interface RunOptions extends Players {
  readonly seed: number;
  readonly operations: number;
  /** The number of random supergraphs; the shop's own is one more. */
  readonly supergraphs: number;
  /** The number of differences after which the run ends. */
  readonly enough: number;
  /**
   * A single operation, by the numbers of its supergraph (0 is the shop's) and of the operation. All by
   * default.
   */
  readonly only?: { readonly supergraph: number; readonly operation: number } | undefined;
  /** `composeNth` by default. */
  readonly compose?: typeof composeNth;
  /** Called after every supergraph. */
  readonly progress?: (summary: Summary) => void;
}

/** Everything that reproduces a difference. */
export interface Case {
  /** SDL by name. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly operation: Operation;
  /** The number of the subgraphs' data set. */
  readonly world: number;
  readonly faults: Faults;
  /** The judges that are left out because they are wrong. */
  readonly without: readonly 'oracle'[];
}

export interface Found extends Case {
  /** The seed, the supergraph and the number of the operation. */
  readonly name: string;
  /** Null for an operation that was selected by its number and has no difference. */
  readonly difference: Difference | null;
  /** All answers. */
  readonly text: string;
}

export interface Summary {
  operations: number;
  supergraphs: number;
  /** The executor's requests to subgraphs. */
  requests: number;
  /** The bytes of data in its answers. */
  bytes: number;
  /** The answers with errors. */
  failed: number;
  /** The operations on which the oracle failed or was not asked. */
  unjudged: number;
  /** The operations whose data the truth judged. */
  judgedByTruth: number;
  /** The operations that the planner refused with an error. */
  refused: number;
  /** The operations that were also sent over HTTP and answered on the fast path. */
  short: number;
  readonly found: Found[];
}

/** One operation of six is for the shop's own supergraph, or more when there are fewer supergraphs. */
const OURS = 6;
/**
 * One supergraph of ten, starting with the shop's, has a gateway over HTTP, which takes a second to start.
 */
const SERVED_SUPERGRAPHS = 10;
/** One operation of two on these supergraphs is sent to it: about a tenth of all. */
const SERVED_OPERATIONS = 2;

export async function runOracle(options: RunOptions): Promise<Summary> {
  const { seed, operations, supergraphs, enough, only } = options;
  const summary: Summary = {
    operations: 0,
    supergraphs: 0,
    requests: 0,
    bytes: 0,
    failed: 0,
    unjudged: 0,
    judgedByTruth: 0,
    refused: 0,
    short: 0,
    found: [],
  };
  const ours = Math.ceil(operations / Math.min(OURS, supergraphs + 1));
  for (let n = only?.supergraph ?? 0; n <= supergraphs && summary.found.length < enough; n++) {
    const hard = options.oracle === null;
    const composed = await (options.compose ?? composeNth)(seed, n, hard);
    const left = operations - summary.operations;
    const share = n === 0 ? ours : Math.ceil(left / (supergraphs - n + 1));
    await runSupergraph(options, { composed, n, operations: share }, summary);
    options.progress?.(summary);
    if (only) break;
  }
  return summary;
}

/** Composes the supergraph of this number: 0 is the shop's. @param hard see `randomSubgraphs`. */
export async function composeNth(seed: number, n: number, hard: boolean): Promise<Composed> {
  return n === 0 ? composeOurs() : composeRandom(hash(`${seed}|${n}`) % 1_000_000, hard);
}

async function runSupergraph(
  { seed, oracle, executor, serve, plansOf, enough, only }: RunOptions,
  { composed, n: supergraph, operations }: { composed: Composed; n: number; operations: number },
  summary: Summary,
): Promise<void> {
  const players = {
    ...{ oracle, executor, serve: supergraph % SERVED_SUPERGRAPHS === 0 ? serve : null },
    ...(plansOf && { plansOf }),
  };
  await using stage = await createStage(composed, players);
  summary.supergraphs++;
  for (let n = only?.operation ?? 0; n < operations && summary.found.length < enough; n++) {
    const operationSeed = hash(`${seed}|${composed.name}|${n}`) % 10_000_000;
    const operation = randomOperation(composed.api, operationSeed, { hard: oracle === null });
    const world = operationSeed % 16;
    const faults = (oracle ? faultsFor : nullsFor)(operationSeed, n, stage);
    const overHttp = pick(`http|${operationSeed}`, SERVED_OPERATIONS) === 0;
    const name = `seed ${seed}, supergraph ${supergraph} (${composed.name}), operation ${n}`;
    const outcome = await stage.run({ operation, world, faults, overHttp });
    summary.operations++;
    summary.requests += outcome.requests;
    summary.bytes += outcome.actual.data?.length ?? 0;
    if (outcome.actual.errors.length > 0) summary.failed++;
    if (outcome.unjudged) summary.unjudged++;
    if (outcome.judgedByTruth) summary.judgedByTruth++;
    if (outcome.refused) summary.refused++;
    if (outcome.served) summary.short++;
    const { difference, text } = outcome;
    const { subgraphs } = composed;
    const without = oracle ? [] : (['oracle'] as const);
    if (difference || only)
      summary.found.push({
        name,
        subgraphs,
        operation,
        world,
        faults: faults.met(),
        without,
        difference,
        text,
      });
    if (only) break;
  }
}

/**
 * Returns the faults of an operation. Of five operations one has no faults, one has fields that are null
 * everywhere, two have a few or many fields that fail in one subgraph, and one has subgraphs that fail as a
 * whole.
 */
function faultsFor(seed: number, n: number, stage: Stage): RandomFaults {
  const dice = createDice(seed);
  const whole: Record<string, WholeFault> = {};
  const subgraphs = Object.keys(stage.composed.subgraphs);
  if (n % 5 === 4) for (const name of dice.some(subgraphs, 20)) whole[name] = dice.one(WHOLE_FAULTS);
  if (n % 5 === 1) return randomNulls(seed, 60, stage.mayBeLost);
  const perMille = [0, 0, 30, 150, 10][n % 5] ?? 0;
  return randomFaults(seed, perMille, whole);
}

/** Returns faults that the truth can follow, for every other operation. */
const nullsFor = (seed: number, n: number, { mayBeLost }: Stage): RandomFaults =>
  n % 2 === 0 ? randomFaults(seed, 0, {}) : randomNulls(seed, 60, mayBeLost);
