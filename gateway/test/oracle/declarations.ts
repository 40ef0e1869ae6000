/** What all subgraphs together say of fields: in whose words one is answered, and whether it is ever null. */
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

/** A field as a subgraph that resolves it has it. */
export interface Declaration {
  readonly subgraph: string;
  readonly schema: GraphQLSchema;
  readonly field: GraphQLField<unknown, unknown>;
  readonly requires: FieldSet | undefined;
}

export interface Declarations {
  /** Undefined for a field that no subgraph resolves for the type itself. */
  find(type: string, field: string): Declaration | undefined;
  /** A field's type as one subgraph has it, but never null wherever any subgraph says so: all must answer the same. */
  strictest(type: string, field: string, own: GraphQLOutputType): GraphQLOutputType;
  /**
   * Whether it can be said what the loss of a field, by its name, costs though it is never null: not of one that plans ask for of
   * their own accord, nor where subgraphs don't agree what is null with it.
   */
  mayBeLost(field: string): boolean;
}

export function readDeclarations(schemas: ReadonlyMap<string, GraphQLSchema>, facts: Facts): Declarations {
  const found = new Map<string, Declaration>();
  const nonNulls = new Map<string, readonly boolean[]>();
  /** Fields of which subgraphs differ in whether they are null. */
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

/** From the outside in, for each list and for what is in them: whether it is never null. */
function nonNullsOf(type: GraphQLOutputType): boolean[] {
  if (isNonNullType(type)) return [true, ...nonNullsOf(type.ofType).slice(1)];
  return isListType(type) ? [false, ...nonNullsOf(type.ofType)] : [false];
}

function withNonNulls(type: GraphQLOutputType, [first, ...rest]: readonly boolean[]): GraphQLOutputType {
  const bare = isNonNullType(type) ? type.ofType : type;
  const inner = isListType(bare) ? new GraphQLList(withNonNulls(bare.ofType, rest)) : bare;
  return first ? new GraphQLNonNull(inner) : inner;
}

/** All names in keys and in what fields require. */
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
