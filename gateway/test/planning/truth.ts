/**
 * One truth for a whole graph: the value of each field follows from the object's id, the field's name and its
 * arguments. So any subgraph can resolve any object, and one schema without subgraphs returns the correct
 * answer.
 */
import { Supergraph } from '@apollo/federation-internals';
import {
  defaultTypeResolver,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet } from '../../src/planning/model/fieldSets.ts';
import { joined } from '../../src/planning/model/joinDirectives.ts';

interface Known {
  readonly __typename: string;
  readonly id: string;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

export interface Truth {
  /** The API schema. */
  readonly schema: GraphQLSchema;
  answer(query: string, variables: Record<string, unknown>): unknown;
  /** Resolves each field of a subgraph. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
}

export function createTruth(supergraphSdl: string): Truth {
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const required = requirements(supergraphSdl);

  const makeValue = (type: GraphQLOutputType, seed: string, nullable = true): unknown => {
    if (isNonNullType(type)) return makeValue(type.ofType, seed, false);
    if (nullable && hash(`${seed}?`) % 7 === 0) return null;
    if (isListType(type)) return [0, 1].map((index) => makeValue(type.ofType, `${seed}#${index}`));
    if (isCompositeType(type)) return object(type.name, seed);
    if (isEnumType(type)) return type.getValues()[hash(seed) % type.getValues().length]?.name;
    const number = hash(seed) % 5;
    const named = String(getNullableType(type));
    if (named === 'Int') return number;
    return named === 'Boolean' ? number > 2 : `${seed.slice(0, 60)}`;
  };

  /** Returns an object with its concrete type, even for an interface that a subgraph knows as an object. */
  const object = (type: string, seed: string): Known => {
    const known = schema.getType(type);
    const possible = known && isAbstractType(known) ? schema.getPossibleTypes(known) : [];
    const concrete = possible[hash(`${seed}!`) % possible.length]?.name ?? type;
    return { __typename: concrete, id: `${concrete}-${hash(seed) % 50}` };
  };

  const plain = (parent: Known, field: string, args: object, type: GraphQLOutputType): unknown => {
    if (field === 'id') return parent.id;
    if (field === 'code') return `code:${parent.id}`;
    return makeValue(type, `${field}${JSON.stringify(args)}@${parent.id}`);
  };

  /** Returns the values of a representation, in the order of the field set. */
  const represented = (set: SelectionSetNode, value: unknown, read: Reader): unknown => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((item) => represented(set, item, read));
    return set.selections.map((selection) => {
      if (selection.kind !== Kind.FIELD) throw new Error('Field sets of the fixtures may only have fields.');
      const inner = read(value as Known, selection.name.value, selection);
      return selection.selectionSet ? represented(selection.selectionSet, inner, read) : inner;
    });
  };

  const fieldType = (type: string, field: string): GraphQLOutputType => {
    const known = schema.getType(type);
    if (!known || !('getFields' in known)) throw new Error(`${type} has no fields.`);
    return known.getFields()[field]!.type as GraphQLOutputType;
  };
  const fromTruth: Reader = (parent, field, { arguments: given }) => {
    const args = Object.fromEntries(
      (given ?? []).map(({ name, value }) => [
        name.value,
        value.kind === Kind.INT ? Number(value.value) : 'value' in value ? value.value : null,
      ]),
    );
    return plain(parent, field, args, fieldType(parent.__typename, field));
  };
  const fromRepresentation: Reader = (parent, field) => (parent as unknown as Record<string, unknown>)[field];

  const resolver =
    (read: Reader): GraphQLFieldResolver<unknown, unknown> =>
    (source, args, _context, info: GraphQLResolveInfo) => {
      const parent = known(source, info.parentType.name);
      const set = required.get(info.fieldName);
      if (set)
        return JSON.stringify([parent.id, represented(set, read === fromTruth ? parent : source, read)]);
      return plain(parent, info.fieldName, args, info.returnType);
    };

  return {
    schema,
    answer: (query, variables) => {
      const result = execute({
        schema,
        document: parse(query),
        rootValue: {},
        variableValues: variables,
        fieldResolver: resolver(fromTruth),
        typeResolver: defaultTypeResolver,
      });
      return JSON.parse(JSON.stringify(result));
    },
    resolve: resolver(fromRepresentation),
  };
}

type Reader = (
  parent: Known,
  field: string,
  selection: Extract<SelectionSetNode['selections'][number], { kind: 'Field' }>,
) => unknown;

function known(source: unknown, type: string): Known {
  const given = (source ?? {}) as Partial<Known> & { code?: string };
  const id = given.id ?? given.code?.slice('code:'.length) ?? type;
  // The id contains the object's type, so that it is known even where a subgraph knows only an interface.
  return { __typename: id.includes('-') ? id.slice(0, id.indexOf('-')) : type, id };
}

/** Returns the requirements by field name: the fixtures use each name for only one of them. */
function requirements(supergraphSdl: string): Map<string, SelectionSetNode> {
  const found = new Map<string, SelectionSetNode>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
      continue;
    for (const field of definition.fields ?? [])
      for (const { requires } of joined(field, 'join__field'))
        if (requires) found.set(field.name.value, parseFieldSet(requires));
  }
  return found;
}
