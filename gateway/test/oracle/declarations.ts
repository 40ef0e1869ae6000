/** The declarations of fields in all subgraphs: the one to answer a field by, and whether it may be null. */
import {
  type GraphQLField,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Facts, FieldSet, FieldTree } from './facts.ts';

/** A field as declared by a subgraph that resolves it. */
export interface Declaration {
  readonly subgraph: string;
  readonly schema: GraphQLSchema;
  readonly field: GraphQLField<unknown, unknown>;
  readonly requires: FieldSet | undefined;
}

export interface Declarations {
  /** Returns undefined for a field that no subgraph resolves for the type itself. */
  find(type: string, field: string): Declaration | undefined;
  /**
   * Returns a subgraph's type of a field, made non-null wherever any subgraph declares it so: all must answer
   * the same.
   */
  strictest(type: string, field: string, own: GraphQLOutputType): GraphQLOutputType;
  /**
   * Returns true when the consequences of a null in a field, by its name, are unambiguous. They are not for a
   * field that plans fetch for themselves, nor for one on whose nullability subgraphs disagree.
   */
  mayBeLost(field: string): boolean;
}

export function readDeclarations(schemas: ReadonlyMap<string, GraphQLSchema>, facts: Facts): Declarations {
  const found = new Map<string, Declaration>();
  const nonNulls = new Map<string, readonly boolean[]>();
  /** The fields on whose nullability subgraphs disagree. */
  const differing = new Set<string>();
  let differsAbove = false;
  for (const [subgraph, schema] of schemas) {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('_')) continue;
      for (const field of Object.values(type.getFields())) {
        const place = `${type.name}.${field.name}`;
        const own = nonNullsOf(field.type);
        const known = nonNulls.get(place) ?? own;
        if (own.join() !== known.join()) {
          differing.add(place);
          differsAbove ||= isCompositeType(getNamedType(field.type));
        }
        nonNulls.set(
          place,
          known.map((one, n) => one || own[n] === true),
        );
        const isExternal = field.astNode?.directives?.some(({ name }) => name.value === 'external');
        if (!isExternal && !found.has(place))
          found.set(place, { subgraph, schema, field, requires: facts.requires.get(subgraph)?.get(place) });
      }
    }
  }
  const internal = new Set(
    [...namesIn(facts)].concat([...differing].map((place) => place.split('.')[1] ?? '')),
  );
  return {
    find: (type, field) => found.get(`${type}.${field}`),
    strictest(type, field, own) {
      const place = `${type}.${field}`;
      return differing.has(place) ? withNonNulls(own, nonNulls.get(place) ?? []) : own;
    },
    mayBeLost: (field) => !differsAbove && !internal.has(field),
  };
}

/** Returns for each list level, from the outside in, and for the item type whether it is non-null. */
function nonNullsOf(type: GraphQLOutputType): boolean[] {
  if (isNonNullType(type)) return [true, ...nonNullsOf(type.ofType).slice(1)];
  return isListType(type) ? [false, ...nonNullsOf(type.ofType)] : [false];
}

function withNonNulls(type: GraphQLOutputType, [first, ...rest]: readonly boolean[]): GraphQLOutputType {
  const bare = isNonNullType(type) ? type.ofType : type;
  const inner = isListType(bare) ? new GraphQLList(withNonNulls(bare.ofType, rest)) : bare;
  return first ? new GraphQLNonNull(inner) : inner;
}

/** Returns all names in keys and in required fields. */
function namesIn({ keys, requires }: Facts): Set<string> {
  const names = new Set<string>(['@entity']);
  const add = (tree: FieldTree) => {
    for (const [name, inner] of Object.entries(tree)) {
      names.add(name);
      if (inner) add(inner);
    }
  };
  for (const tree of keys.values()) add(tree);
  for (const ofSubgraph of requires.values()) for (const { tree } of ofSubgraph.values()) add(tree);
  return names;
}
