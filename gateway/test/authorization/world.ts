/**
 * Two small in-process subgraphs that enforce their directives, behind the stock executor; and both as one
 * schema, which graphql-js executes.
 */
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { scopesOf } from '@holdfast/kit-base/scopes';
import { enforceAuthorization } from '@holdfast/kit-subgraph/authorization';
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  graphql,
  parse,
  print,
} from 'graphql';
import type { User } from '../../src/operation/context.ts';
import { authorizeExecutor } from '../../src/security/authorization/authorizeExecutor.ts';
import { grantsOf } from '../../src/security/authorization/grants.ts';
import { createOperationGuard } from '../../src/security/authorization/operationGuard.ts';
import { stripSecurityFeatures } from '../../src/supergraph/securityFeatures.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@authenticated", "@requiresScopes"])`;

const FIRST = `${LINK}
  type Query {
    open: Open
    sure: Open!
    all: [Open!]
    loose: [Open]
    node: Node
    nodes: [Node!]!
    things: [Thing]
    secret: Secret
    known: Open @authenticated
    staff: [Open!] @requiresScopes(scopes: [["stock:read"]])
  }
  type Mutation {
    change: Open
    known: Open @authenticated
    staff: Open @requiresScopes(scopes: [["stock:write"]])
  }
  interface Node { id: ID! name: String rank: Int friend: Node }
  type Open implements Node @key(fields: "id") {
    id: ID!
    name: String
    rank: Int
    friend: Open
    friends: [Open!]
    own: String @authenticated
    must: String! @requiresScopes(scopes: [["stock:read"], ["orders:all", "users:roles"]])
    secret: Secret
    node: Node
    thing: Thing
  }
  type Closed implements Node @key(fields: "id") {
    id: ID!
    name: String @requiresScopes(scopes: [["stock:read"]])
    rank: Int @authenticated
    friend: Closed
    thing: Thing
  }
  type Secret @authenticated { text: String open: Open }
  union Thing = Open | Closed | Secret`;

const SECOND = `${LINK}
  type Query { later: Open  hidden: Int @requiresScopes(scopes: [["orders:all"]]) }
  type Open @key(fields: "id") {
    id: ID!
    extra: String
    hidden: Int @requiresScopes(scopes: [["orders:all"], ["catalogue:own"]])
    other: Open
  }`;

interface Item {
  readonly __typename: string;
  readonly id: string;
}
const item = (type: 'Open' | 'Closed' | 'Secret', n: number): Item => ({
  __typename: type,
  id: `${type}${n}`,
});
const numberOf = ({ id }: Item) => Number(id.replace(/\D/g, ''));
/** The next thing; null for the last. */
const next = (type: 'Open' | 'Closed' | 'Secret', by: number) => (of: Item) =>
  numberOf(of) + by > 12 ? null : item(type, numberOf(of) + by);
const thing = (n: number) => item((['Open', 'Closed', 'Secret'] as const)[n % 3]!, n);

const ofNode = { name: ({ id }: Item) => `name of ${id}`, rank: numberOf };

/** @param onChange called for each mutation that runs. */
const resolversOf = (onChange: (name: string) => void) => ({
  first: {
    Query: {
      open: () => item('Open', 1),
      sure: () => item('Open', 2),
      all: () => [item('Open', 1), item('Open', 4)],
      loose: () => [item('Open', 1), null, item('Open', 5)],
      node: () => item('Closed', 3),
      nodes: () => [item('Open', 6), item('Closed', 7)],
      things: () => [thing(0), thing(1), null, thing(2)],
      secret: () => item('Secret', 1),
      known: () => item('Open', 8),
      staff: () => [item('Open', 9)],
    },
    Mutation: Object.fromEntries(
      ['change', 'known', 'staff'].map((name) => [
        name,
        () => {
          onChange(name);
          return item('Open', 1);
        },
      ]),
    ),
    Node: { __resolveType: ({ __typename }: Item) => __typename },
    Thing: { __resolveType: ({ __typename }: Item) => __typename },
    Open: {
      ...ofNode,
      friend: next('Open', 3),
      friends: (of: Item) => [next('Open', 2)(of), next('Open', 5)(of)].filter((each) => each !== null),
      own: () => 'own',
      must: () => 'must',
      secret: next('Secret', 1),
      node: (of: Item) => next(numberOf(of) % 2 === 0 ? 'Open' : 'Closed', 1)(of),
      thing: (of: Item) => (numberOf(of) > 9 ? null : thing(numberOf(of) + 1)),
      __resolveReference: ({ id }: Item) => ({ __typename: 'Open', id }),
    },
    Closed: {
      ...ofNode,
      friend: next('Closed', 2),
      thing: (of: Item) => (numberOf(of) > 9 ? null : thing(numberOf(of) + 2)),
      __resolveReference: ({ id }: Item) => ({ __typename: 'Closed', id }),
    },
    Secret: { text: () => 'text', open: next('Open', 1) },
  },
  second: {
    Query: { later: () => item('Open', 3), hidden: () => 1 },
    Open: {
      extra: ({ id }: Item) => `extra of ${id}`,
      hidden: () => 2,
      other: next('Open', 4),
      __resolveReference: (reference: Item) => reference,
    },
  },
});

export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface World extends AsyncDisposable {
  readonly schema: GraphQLSchema;
  /** The texts sent to the subgraphs, and their refusals, since it was last emptied. */
  readonly asked: string[];
  readonly refused: unknown[];
  /** Mutations that ran. */
  readonly changes: string[];
  /** Executes an operation with the guard in front of the executor. */
  guarded(request: Asked, user: User | null): Promise<ExecutionResult>;
  /** Executes an operation without the guard: only the subgraphs refuse. */
  unguarded(request: Asked, user: User | null): Promise<ExecutionResult>;
  /** Executes an operation with graphql-js in the one schema. */
  guardedAlone(request: Asked, user: User | null): Promise<ExecutionResult>;
  unguardedAlone(request: Asked, user: User | null): Promise<ExecutionResult>;
}

/** @param urls the subgraphs' URLs, if any. */
export function compose(
  sdls: Readonly<Record<string, string>>,
  urls: Readonly<Record<string, string>> = {},
): string {
  const services = Object.entries(sdls).map(([name, sdl]) => ({
    name,
    url: urls[name] ?? 'http://127.0.0.1:1/graphql',
    typeDefs: parse(sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'It does not compose.');
  return supergraphSdl;
}

export async function startWorld(): Promise<World> {
  const asked: string[] = [];
  const refused: unknown[] = [];
  const changes: string[] = [];
  const resolvers = resolversOf((name) => changes.push(name));
  const subgraph = (sdl: string, own: object) =>
    enforceAuthorization(
      buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: own } as Parameters<
        typeof buildSubgraphSchema
      >[0]),
    );
  const schemas: Record<string, GraphQLSchema> = {
    first: subgraph(FIRST, resolvers.first),
    second: subgraph(SECOND, resolvers.second),
  };
  const together = subgraph(
    `${FIRST}
    extend type Query ${SECOND.slice(SECOND.indexOf('type Query') + 10)}`.replace(
      /type Open @key\(fields: "id"\) \{\s+id: ID!\s+extra/,
      'extend type Open { extra',
    ),
    merged(resolvers.first, resolvers.second),
  );
  const identityOf = (user: User | null) => ({
    identity: { service: 'gateway', user, scopes: scopesOf({ service: 'gateway', user }) },
  });
  const sdl = compose({ first: FIRST, second: SECOND });
  const gateway = new ApolloGateway({
    supergraphSdl: stripSecurityFeatures(sdl),
    buildService: ({ name }) => ({
      async process({ request, context }) {
        asked.push(request.query ?? '');
        const { user } = context as { user: User | null };
        const result = await graphql({
          schema: schemas[name]!,
          source: request.query ?? '',
          variableValues: request.variables ?? {},
          contextValue: identityOf(user),
        });
        refused.push(...(result.errors ?? []));
        const errors = result.errors?.map(({ message, path, extensions }) => ({
          message,
          path,
          extensions: { ...extensions, ofEntity: path?.[0] === '_entities' },
        }));
        return JSON.parse(JSON.stringify({ ...result, errors }));
      },
    }),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const { executor } = await gateway.load();
  if (!schema) throw new Error('There is no API schema.');
  const guard = createOperationGuard(sdl, schema);
  const documents = new Map<string, DocumentNode>();
  const documentOf = (query: string) => {
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return document;
  };
  const execute = async (by: typeof executor, { query, ...more }: Asked, user: User | null) => {
    const document = documentOf(query);
    const result = await by({
      request: { query, ...more },
      document,
      operation: getOperationAST(document, more.operationName)!,
      queryHash: query,
      source: query,
      context: { user },
      metrics: {},
    } as unknown as Parameters<typeof executor>[0]);
    // The answer as a client gets it.
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  };
  const alone = async (source: string, variableValues: Record<string, unknown>, user: User | null) => {
    const result = await graphql({
      schema: together,
      source,
      variableValues,
      contextValue: identityOf(user),
    });
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  };
  return {
    schema,
    asked,
    refused,
    changes,
    guarded: (request, user) => execute(authorizeExecutor(executor, guard), request, user),
    unguarded: (request, user) => execute(executor, request, user),
    async guardedAlone({ query, variables = {} }, user) {
      const document = documentOf(query);
      const reduced = guard(document, getOperationAST(document)!, grantsOf(user));
      if (!reduced) return alone(query, variables, user);
      const left = reduced.operation ? await alone(print(reduced.document), variables, user) : { data: {} };
      refused.push(...(left.errors ?? []));
      return JSON.parse(JSON.stringify(reduced.complete(left, variables)));
    },
    unguardedAlone: ({ query, variables = {} }, user) => alone(query, variables, user),
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}

/** The resolvers of types that both subgraphs have. */
function merged(...resolvers: readonly Readonly<Record<string, object>>[]): Record<string, object> {
  const all: Record<string, object> = {};
  for (const [type, fields] of resolvers.flatMap((each) => Object.entries(each)))
    all[type] = { ...all[type], ...fields };
  return all;
}

export const NOBODY = null;
export const CUSTOMER: User = { id: 'c', roles: ['CUSTOMER'] };
export const VENDOR: User = { id: 'v', roles: ['VENDOR'] };
export const STAFF: User = { id: 's', roles: ['STAFF'] };
