/** One supergraph with its subgraphs in memory, what executes operations on it, and who judges that. */
import type { GraphQLSchema } from 'graphql';
import type { SubgraphClient } from '../../src/subgraphs/client.ts';
import { type Answer as Answered, describe } from './compare.ts';
import { createData } from './data.ts';
import { readDeclarations } from './declarations.ts';
import { type CreateExecutor, tellsOfNulls } from './executors.ts';
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

/** What is run. */
export interface Play {
  readonly operation: Operation;
  readonly faults: FaultPlan;
  /** Which data the subgraphs have. */
  readonly world: number;
  /** Whether it is sent over HTTP as well, where there is a gateway that serves. */
  readonly overHttp: boolean;
}

/** What was made of an operation. */
export interface Outcome {
  /** What differs, in a word; null for nothing. */
  readonly difference: Difference | null;
  /** The oracle broke down over the operation or left keys out, so that it says nothing about the other; or was not asked. */
  readonly unjudged: boolean;
  /** The truth was asked. */
  readonly judgedByTruth: boolean;
  /** No plan is known that gives right data, and an error says so. */
  readonly refused: boolean;
  readonly actual: Answered;
  /** All answers for people. */
  readonly text: string;
  /** Requests to subgraphs that the executor made. */
  readonly requests: number;
  /** Whether it went over HTTP, and was answered on the short road when it came again. */
  readonly served: boolean;
}

export interface Stage extends AsyncDisposable {
  readonly composed: Composed;
  /** See `Declarations.mayBeLost`. */
  mayBeLost(field: string): boolean;
  /** @param play its operation is valid for clients. */
  run(play: Play): Promise<Outcome>;
}

export interface Players {
  /** Null where `@apollo/gateway` is known to be wrong, so that the truth alone judges. */
  readonly oracle: CreateExecutor | null;
  readonly executor: CreateExecutor;
  /** Null for no gateway over HTTP. */
  readonly serve: ServeGateway | null;
}

export async function createStage(composed: Composed, players: Players): Promise<Stage> {
  const { supergraph, api } = composed;
  let scene: Scene | undefined;
  const { answers, truth, declarations } = world(composed, () => {
    if (!scene) throw new Error('A subgraph was asked while nothing ran.');
    return scene;
  });
  const clients = new Map<string, SubgraphClient>(
    [...answers].map(([name, answer]) => [name, inMemory(name, answer)]),
  );
  const plans = createPlans(supergraph.sdl);
  await using opened = new AsyncDisposableStack();
  const start = async (executor: CreateExecutor) =>
    opened.use(await startGateway(executor, supergraph, clients, plans));
  const expecting = players.oracle && (await start(players.oracle));
  const actually = await start(players.executor);
  const served = players.serve && opened.use(await players.serve(supergraph, answers));
  const disposal = opened.move();

  /** Each answers the same data with the same faults, and has a note of its own. */
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
        tellsOfNulls: tellsOfNulls(players.executor),
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

/** The subgraphs, and what is right of what they answer. */
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
