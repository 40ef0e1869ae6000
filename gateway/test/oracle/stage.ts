/**
 * One supergraph with its in-memory subgraphs, the executors of operations on it, and the judges of the
 * answers.
 */
import type { GraphQLSchema } from 'graphql';
import type { PlanSource } from '../../src/planning/thread/planSource.ts';
import type { SubgraphClient } from '../../src/subgraphs/client.ts';
import { type Answer as Answered, describe } from './compare.ts';
import { createData } from './data.ts';
import { readDeclarations } from './declarations.ts';
import { type CreateExecutor, reportsNulls } from './executors.ts';
import { type Facts, readFacts } from './facts.ts';
import type { FaultPlan } from './faults.ts';
import { startGateway } from './gateway.ts';
import { type Difference, judge } from './judge.ts';
import type { Operation } from './operations/random.ts';
import { createPlans } from './plans.ts';
import type { ServeGateway } from './served/gateway.ts';
import { type Answer, createSubgraph, executable, inMemory, type Scene } from './subgraph.ts';
import type { Composed } from './supergraphs/compose.ts';
import { createTruth } from './truth.ts';

/** One operation to run. */
export interface Play {
  readonly operation: Operation;
  readonly faults: FaultPlan;
  /** The number of the subgraphs' data set. */
  readonly world: number;
  /** True to send it over HTTP as well, if the supergraph has such a gateway. */
  readonly overHttp: boolean;
}

/** The outcome of one operation. */
export interface Outcome {
  /** The kind of difference; null for none. */
  readonly difference: Difference | null;
  /**
   * True when the oracle failed on the operation or omitted keys, so that it cannot judge, or was not asked.
   */
  readonly unjudged: boolean;
  /** True when the truth judged the data. */
  readonly judgedByTruth: boolean;
  /** True when the planner refused the operation with an error. */
  readonly refused: boolean;
  readonly actual: Answered;
  /** All answers, as readable text. */
  readonly text: string;
  /** The number of the executor's requests to subgraphs. */
  readonly requests: number;
  /** True when it was sent over HTTP and, the second time, answered on the fast path. */
  readonly served: boolean;
}

export interface Stage extends AsyncDisposable {
  readonly composed: Composed;
  /** See `Declarations.mayBeLost`. */
  mayBeLost(field: string): boolean;
  /** @param play its operation is valid against the API schema. */
  run(play: Play): Promise<Outcome>;
}

export interface Players {
  /** Null when `@apollo/gateway` is known to be wrong, so that the truth is the only judge. */
  readonly oracle: CreateExecutor | null;
  readonly executor: CreateExecutor;
  /** Null without a gateway over HTTP. */
  readonly serve: ServeGateway | null;
  /** Returns the plan source of a supergraph; a new one by default. */
  readonly plansOf?: (supergraphSdl: string) => PlanSource;
}

export async function createStage(composed: Composed, players: Players): Promise<Stage> {
  const { supergraph, api } = composed;
  let scene: Scene | undefined;
  const { answers, truth, declarations } = world(composed, () => {
    if (!scene) throw new Error('A subgraph got a request while no operation ran.');
    return scene;
  });
  const clients = new Map<string, SubgraphClient>(
    [...answers].map(([name, answer]) => [name, inMemory(name, answer)]),
  );
  const plans = (players.plansOf ?? createPlans)(supergraph.sdl);
  await using opened = new AsyncDisposableStack();
  const start = async (executor: CreateExecutor) =>
    opened.use(await startGateway(executor, supergraph, clients, plans));
  const expecting = players.oracle && (await start(players.oracle));
  const actually = await start(players.executor);
  const served = players.serve && opened.use(await players.serve(supergraph, answers));
  const disposal = opened.move();

  /**
   * Runs one executor: all see the same data and faults, and each has its own record of mutations and
   * requests.
   */
  async function on<T>(
    { faults, world }: Play,
    run: () => Promise<T>,
    { validated = true } = {},
  ): Promise<[T, Scene]> {
    const own: Scene = { faults, world, mutations: [], requests: 0, validated };
    scene = own;
    return [await run(), own];
  }

  return {
    composed,
    mayBeLost: declarations.mayBeLost,
    async run(play) {
      const { operation, faults } = play;
      const [actual, { mutations, requests }] = await on(play, () => actually.run(operation));
      const expected = expecting && (await on(play, () => expecting.run(operation), { validated: false }));
      const right = faults.everywhere ? truth.answer(operation, play) : null;
      const overHttp = served && play.overHttp && served.takes(faults);
      const first = overHttp ? await on(play, () => served.run(operation)) : null;
      const again = overHttp ? await on(play, () => served.run(operation)) : null;
      const judged = judge(api, operation, {
        actual: { answer: actual, mutations },
        reportsNulls: reportsNulls(players.executor),
        expected: expected && { answer: expected[0], mutations: expected[1].mutations },
        right,
        served: first &&
          again && [
            { ...first[0], mutations: first[1].mutations },
            { ...again[0], mutations: again[1].mutations },
          ],
      });
      const lines = [
        ...(expected ? [`expected ${describe(expected[0])}`] : []),
        ...(right === null ? [] : [`truth    ${right.data} ${right.nulls.join()}`]),
        `actual   ${describe(actual)}`,
        ...[first, again].flatMap((each) => (each ? [`HTTP     ${describe(each[0].answer)}`] : [])),
      ];
      return { ...judged, actual, requests, text: lines.join('\n'), served: again?.[0].road === 'short' };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

/** Creates the subgraphs and the truth about their data. */
function world({ subgraphs, api }: Composed, scene: () => Scene) {
  const facts: Facts = readFacts(subgraphs);
  const data = createData(facts);
  const schemas = new Map<string, GraphQLSchema>(
    Object.entries(subgraphs).map(([name, sdl]) => [name, executable(sdl)]),
  );
  const declarations = readDeclarations(schemas, facts);
  const truth = createTruth(api, { data, declarations, facts });
  const { represent } = truth;
  const answers = new Map<string, Answer>();
  for (const [name, schema] of schemas) {
    const requires = facts.requires.get(name) ?? new Map();
    const provides = facts.provides.get(name) ?? new Map();
    const options = { name, schema, data, declarations, requires, provides, represent, scene };
    answers.set(name, createSubgraph(options));
  }
  return { answers, declarations, truth };
}
