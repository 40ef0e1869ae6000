/** A subgraph in memory: GraphQL over JSON texts, as over HTTP. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { subgraphUnavailable } from '@holdfast/kit/errors';
import type { Reply } from '@holdfast/kit/transport';
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
import type { Data, Thing } from './data.ts';
import type { FieldTree } from './facts.ts';
import type { FaultPlan, WholeFault } from './faults.ts';

/** What is going on while one operation of a client runs. */
export interface Scene {
  readonly faults: FaultPlan;
  /** Which data there is: every number another. */
  readonly world: number;
  /** Every mutation that ran, in order. */
  readonly mutations: string[];
  /** Requests to subgraphs. */
  requests: number;
}

export interface SubgraphOptions {
  readonly name: string;
  readonly sdl: string;
  readonly data: Data;
  /** By `Type.field`. */
  readonly requires: ReadonlyMap<string, FieldTree>;
  readonly scene: () => Scene;
}

/** Answers one request: its body, as text. */
export type Answer = (body: string) => Reply;

export function createSubgraph({ name, sdl, data, requires, scene }: SubgraphOptions): Answer {
  const schema = executable(sdl);
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  const read = (query: string) => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    const result = errors.length > 0 ? errors : document;
    documents.set(query, result);
    return result;
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
        const fault = found && faults.fieldFault(`${name}/${found.key}.@entity`);
        if (fault === 'throw' || fault === 'throwCode') return failure(fault, `${found?.key} failed.`);
        return fault ? null : found;
      });
    }
    if (fieldName === '_service') return { sdl };
    const owner = source ?? { __typename: parentType.name, key: parentType.name };
    if (parentType === schema.getMutationType())
      mutations.push(`${name}.${fieldName}(${JSON.stringify(args)})`);
    const fault = faults.fieldFault(`${name}/${owner.key}.${fieldName}`);
    if (fault === 'null') return null;
    const isLeaf = isLeafType(getNamedType(returnType));
    if (fault === 'throw' || fault === 'throwCode' || (fault && !isLeaf)) {
      return failure(fault, `${owner.key}.${fieldName} failed.`);
    }
    if (owner.keyFields && fieldName in owner.keyFields)
      return data.keyValue(schema, returnType, owner, fieldName);
    const required = requires.get(`${parentType.name}.${fieldName}`);
    const given = required ? canonical(owner.representation, required) : '';
    const place = `${world}|${owner.key}.${fieldName}(${JSON.stringify(args)})${given}`;
    return data.value(schema, returnType, place, fault === 'wrong');
  };

  return (body) => {
    const now = scene();
    now.requests++;
    const whole = now.faults.subgraphs[name];
    if (whole && whole !== 'entities') return failWhole(name, whole);
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const document = read(query);
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
 * A subgraph as executors call it; it answers in a later turn of the event loop. Without retries and breaker: what is asked
 * must not depend on what was asked before.
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

/** The SDL with `_entities`, everything resolved by the execution's own resolvers, and leaves sent as they are. */
function executable(sdl: string): GraphQLSchema {
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

/** What the fields that a field requires are in a representation, however it is ordered. */
function canonical(value: unknown, fields: FieldTree): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, fields)).join()}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(fields).map(([name, tree]) => {
    const part = (value as Record<string, unknown>)[name];
    return `${name}:${tree ? canonical(part, tree) : JSON.stringify(part)}`;
  });
  return `{${parts.sort().join()}}`;
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
