/** Executors with one defect each, which the judges must find. */
import type { GatewayExecutionResult, GatewayGraphQLRequestContext } from '@apollo/server-gateway-interface';
import { type DocumentNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { type CreateExecutor, madeOf } from './executors.ts';
import type { Difference } from './judge.ts';
import type { Operation } from './operations/random.ts';
import type { Served, ServeGateway } from './served/gateway.ts';

interface Defect {
  readonly document?: (document: DocumentNode) => DocumentNode;
  readonly result?: (result: GatewayExecutionResult) => GatewayExecutionResult;
}

/** @param base the executor to break. */
export const broken = (base: CreateExecutor, { document = same, result = same }: Defect): CreateExecutor =>
  madeOf(base, (options) => {
    const gateway = base(options);
    return {
      onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
      stop: () => gateway.stop(),
      async load(given) {
        const { executor } = await gateway.load(given);
        if (!executor) throw new Error('The executor did not load.');
        return { executor: async (context) => result(await executor(withDocument(context, document))) };
      },
    };
  });

const same = <T>(value: T): T => value;

function withDocument(
  context: GatewayGraphQLRequestContext,
  change: (document: DocumentNode) => DocumentNode,
): GatewayGraphQLRequestContext {
  const document = change(context.document);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return Object.assign({}, context, { document, operation });
}

export const DEFECTS: Readonly<Record<string, Defect>> = {
  'a null does not propagate to the enclosing object': {
    result: ({ data, ...result }) => ({ ...result, data: withoutNulls(data) as Record<string, unknown> }),
  },
  'an error is reported at the parent of its field': {
    result: ({ errors, ...result }) => ({
      ...result,
      ...(errors && {
        errors: errors.map((error) => Object.assign(error, { path: error.path?.slice(0, -1) })),
      }),
    }),
  },
  'the second selection under a key is lost': {
    document: (document) =>
      visit(document, {
        SelectionSet(set): SelectionSetNode {
          const keys = set.selections.map((node) =>
            node.kind === Kind.FIELD ? (node.alias ?? node.name).value : null,
          );
          return {
            ...set,
            selections: set.selections.filter((_, n) => !keys[n] || keys.indexOf(keys[n]) === n),
          };
        },
      }),
  },
  '@skip is ignored': {
    document: (document) =>
      visit(document, { Directive: ({ name }) => (name.value === 'skip' ? null : undefined) }),
  },
  'the keys of objects are in another order': {
    result: ({ data, ...result }) => ({
      ...result,
      data: Object.fromEntries(Object.entries(data ?? {}).reverse()),
    }),
  },
};

interface RoadDefect {
  /** Changes the operation that is sent the second time. */
  readonly again?: (operation: Operation) => Operation;
  /** Changes the second answer. */
  readonly served?: (served: Served, first: Served) => Served;
}

/** @param serve serves the gateway to break, for operations that are sent again. */
export const brokenGateway =
  (serve: ServeGateway, { again = same, served: change = same }: RoadDefect): ServeGateway =>
  async (supergraph, answers) => {
    const gateway = await serve(supergraph, answers);
    let first: { operation: Operation; served: Served } | undefined;
    return {
      takes: gateway.takes,
      async run(operation) {
        if (first?.operation === operation) {
          return change(await gateway.run(again(operation)), first.served);
        }
        const served = await gateway.run(operation);
        first = { operation, served };
        return served;
      },
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  };

export const ROAD_DEFECTS: Readonly<Record<string, { defect: RoadDefect; difference: Difference }>> = {
  'the fast path is not taken': {
    defect: { again: (operation) => ({ ...operation, query: `${operation.query}#` }) },
    difference: 'road',
  },
  'the fast path omits variables': {
    defect: { again: (operation) => ({ ...operation, variables: {} }) },
    difference: 'http',
  },
  'an answer of the fast path has no errors': {
    defect: { served: ({ road, answer }) => ({ road, answer: { ...answer, errors: [] } }) },
    difference: 'http',
  },
};

/** Replaces every null in a list by an empty object. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => (each === null ? {} : withoutNulls(each)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutNulls(part)]));
}
