/** One supergraph with its subgraphs in memory and both executors before them. */
import type { SubgraphClient } from '../../src/subgraphs/client.ts';
import { type Answer, describe, difference } from './compare.ts';
import { createData } from './data.ts';
import type { CreateExecutor } from './executors.ts';
import { readFacts } from './facts.ts';
import type { FaultPlan } from './faults.ts';
import { startGateway } from './gateway.ts';
import type { Operation } from './operations/random.ts';
import { isInOrder } from './order.ts';
import { createSubgraph, inMemory, type Scene } from './subgraph.ts';
import type { Composed } from './supergraphs/compose.ts';

/** What is run. */
export interface Play {
  readonly operation: Operation;
  readonly faults: FaultPlan;
  /** Which data the subgraphs have. */
  readonly world: number;
}

export type Difference = NonNullable<ReturnType<typeof difference>> | 'mutations' | 'order';

/** What both executors made of an operation. */
export interface Outcome {
  /** What differs, in a word; null for nothing. */
  readonly difference: Difference | null;
  /** Whether the oracle itself broke down over the operation, so that it says nothing about the other. */
  readonly unjudged: boolean;
  readonly expected: Answer;
  readonly actual: Answer;
  /** Both answers for people. */
  readonly text: string;
  /** Requests to subgraphs that the oracle made. */
  readonly requests: number;
}

export interface Stage extends AsyncDisposable {
  readonly composed: Composed;
  run(play: Play): Promise<Outcome>;
}

export async function createStage(
  composed: Composed,
  oracle: CreateExecutor,
  executor: CreateExecutor,
): Promise<Stage> {
  let scene: Scene | undefined;
  const clients = subgraphsOf(composed, () => {
    if (!scene) throw new Error('A subgraph was asked while nothing ran.');
    return scene;
  });
  await using opened = new AsyncDisposableStack();
  const expecting = opened.use(await startGateway(oracle, composed.supergraph, clients));
  const actually = opened.use(await startGateway(executor, composed.supergraph, clients));
  const disposal = opened.move();
  return {
    composed,
    async run(play) {
      const { operation } = play;
      const scenes = [newScene(play), newScene(play)] as const;
      scene = scenes[0];
      const expected = await expecting.run(operation);
      scene = scenes[1];
      const actual = await actually.run(operation);

      function judge(): Difference | null {
        const differs = difference(expected, actual);
        if (differs) return differs;
        if (scenes[0].mutations.join('\n') !== scenes[1].mutations.join('\n')) return 'mutations';
        if (actual.data === expected.data) return null;
        const data: unknown = JSON.parse(actual.data ?? 'null');
        return isInOrder(composed.api, operation, data) ? null : 'order';
      }

      const unjudged = brokeDown(expected);
      return {
        difference: unjudged ? null : judge(),
        unjudged,
        expected,
        actual,
        text: `expected ${describe(expected)}\nactual   ${describe(actual)}`,
        requests: scenes[0].requests,
      };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

/** A defect of `@apollo/gateway` thrown while it plans or executes: no data, and an error that is at no field. */
function brokeDown({ data, errors }: Answer): boolean {
  return (
    data === undefined &&
    errors.some(({ path, extensions }) => !path && extensions?.['code'] === 'INTERNAL_SERVER_ERROR')
  );
}

const newScene = ({ faults, world }: Play): Scene => ({ faults, world, mutations: [], requests: 0 });

function subgraphsOf({ subgraphs }: Composed, scene: () => Scene): ReadonlyMap<string, SubgraphClient> {
  const facts = readFacts(subgraphs);
  const data = createData(facts);
  return new Map(
    Object.entries(subgraphs).map(([name, sdl]) => {
      const requires = facts.requires.get(name) ?? new Map();
      return [name, inMemory(name, createSubgraph({ name, sdl, data, requires, scene }))] as const;
    }),
  );
}
