/** An in-memory subgraph: GraphQL over JSON texts, as over HTTP. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { Reply } from '@holdfast/kit-http/transport';
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { assertNotSkewed, readAnswer } from '../../src/subgraphs/answer.ts';
import type { SubgraphClient } from '../../src/subgraphs/client.ts';
import { canonical, type Data, type Thing, withProvided } from './data.ts';
import type { Declarations } from './declarations.ts';
import type { FieldSet, FieldSets } from './facts.ts';
import type { FaultPlan, WholeFault } from './faults.ts';
import type { Truth } from './truth.ts';

/** The state while one operation of a client runs. */
export interface Scene {
  readonly faults: FaultPlan;
  /** The number of the data set. */
  readonly world: number;
  /** The mutations that ran, in order. */
  readonly mutations: string[];
  /** The number of requests to subgraphs. */
  requests: number;
  /**
   * True to validate requests. Validating takes longer than answering, and the oracle runs the same plans as
   * the executor.
   */
  readonly validated: boolean;
}

export interface SubgraphOptions {
  readonly name: string;
  /** The schema from `executable`. */
  readonly schema: GraphQLSchema;
  readonly data: Data;
  readonly declarations: Declarations;
  readonly requires: FieldSets;
  readonly provides: FieldSets;
  readonly represent: Truth['represent'];
  readonly scene: () => Scene;
}

/** Answers one request; both bodies are text. */
export type Answer = (body: string) => Reply;

export function createSubgraph(options: SubgraphOptions): Answer {
  const { name, schema, data, declarations, requires, provides, represent, scene } = options;
  const documents = new Map<string, DocumentNode>();
  const refused = new Map<string, readonly GraphQLError[]>();

  const read = (query: string, validated: boolean): DocumentNode | readonly GraphQLError[] => {
    const document = documents.get(query) ?? parse(query, { noLocation: true });
    documents.set(query, document);
    if (!validated) return document;
    const errors = refused.get(query) ?? validate(schema, document);
    refused.set(query, errors);
    return errors.length > 0 ? errors : document;
  };

  const fieldResolver: GraphQLFieldResolver<Thing | undefined, Scene> = (
    source,
    args,
    { faults, mutations, world },
    info,
  ) => {
    const { fieldName, parentType, returnType } = info;
    if (!source && fieldName === '_entities') {
      if (faults.subgraphs[name] === 'entities') return failure('throw', 'No entities today.');
      return (args['representations'] as Record<string, unknown>[]).map((each) => {
        const found = data.find(schema, each);
        const fault = found && faults.fieldFault(name, found.key, '@entity');
        if (fault === 'throw' || fault === 'throwCode') return failure(fault, `${found?.key} failed.`);
        return fault ? null : found;
      });
    }
    const owner = source ?? { __typename: parentType.name, key: parentType.name };
    if (parentType === schema.getMutationType())
      mutations.push(`${name}.${fieldName}(${JSON.stringify(args)})`);
    const fault = faults.fieldFault(name, owner.key, fieldName);
    if (fault === 'null') return null;
    const isLeaf = isLeafType(getNamedType(returnType));
    if (fault === 'throw' || fault === 'throwCode' || (fault && !isLeaf)) {
      return failure(fault, `${owner.key}.${fieldName} failed.`);
    }
    const type = declarations.strictest(parentType.name, fieldName, returnType);
    const required = requires.get(`${parentType.name}.${fieldName}`);
    const given = required ? givenTo(required, owner, { faults, world }) : '';
    const wrong = fault === 'wrong';
    const value = data.field({ schema, type, owner, fieldName, args, world, given, wrong });
    const provided = provides.get(`${parentType.name}.${fieldName}`);
    return provided ? withProvided(value, provided.tree) : value;
  };

  /**
   * Returns the required fields that a field received: from the gateway, or from the subgraph itself if it
   * provides them.
   */
  function givenTo({ tree, set }: FieldSet, owner: Thing, now: Pick<Scene, 'faults' | 'world'>): string {
    const { representation, provided = {} } = owner;
    const own = !representation && Object.keys(tree).every((name) => name in provided);
    return canonical(own ? represent(owner, set, now) : representation, tree);
  }

  return (body) => {
    const now = scene();
    now.requests++;
    const whole = now.faults.subgraphs[name];
    if (whole && whole !== 'entities') return failWhole(name, whole);
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const document = read(query, now.validated);
    if (!('kind' in document)) {
      const errors = document.map(({ message }) => ({
        message,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }));
      return { status: 400, text: JSON.stringify({ errors }) };
    }
    const result = execute({
      schema,
      document,
      variableValues: variables,
      contextValue: now,
      fieldResolver,
      typeResolver: ({ __typename }: Thing) => __typename,
    });
    return { status: 200, text: JSON.stringify(result) };
  };
}

/**
 * Creates the client of a subgraph; it answers in a later turn of the event loop. It has no retries and no
 * circuit breaker, because requests must not depend on earlier ones.
 */
export const inMemory = (name: string, answer: Answer): SubgraphClient => ({
  name,
  async ask({ body }) {
    await null;
    const read = readAnswer(name, answer(body));
    assertNotSkewed(name, read);
    return read;
  },
  figures: () => ({}),
  state: () => 'closed',
  outdate() {},
  end: async () => {},
});

/**
 * Builds the schema with `_entities`; the execution's resolvers resolve all fields, and leaves are sent
 * unchanged.
 */
export function executable(sdl: string): GraphQLSchema {
  const schema = buildSubgraphSchema(parse(sdl));
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isLeafType(type)) type.serialize = (value) => value;
    if (isUnionType(type)) type.resolveType = undefined;
  }
  const roots = schema.getQueryType()?.getFields() ?? {};
  for (const name of ['_entities', '_service']) delete roots[name]?.resolve;
  return schema;
}

function failure(fault: string, message: string): GraphQLError {
  return new GraphQLError(message, fault === 'throwCode' ? { extensions: { code: 'OUT_OF_LUCK' } } : {});
}

function failWhole(name: string, fault: Exclude<WholeFault, 'entities'>): Reply {
  switch (fault) {
    case 'unreachable':
      throw subgraphUnavailable(name, new Error('connect ECONNREFUSED'));
    case 'http500':
      return { status: 500, text: 'Internal Server Error' };
    case 'errors':
      return {
        status: 200,
        text: '{"errors":[{"message":"Not today.","extensions":{"code":"OUT_OF_LUCK"}}]}',
      };
    case 'notJson':
      return { status: 200, text: '<html>' };
    case 'notGraphql':
      return { status: 200, text: '[1,2]' };
    case 'dataNull':
      return { status: 200, text: '{"data":null}' };
  }
}
