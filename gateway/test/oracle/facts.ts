/** Reads the entities in the SDL of subgraphs: their keys, and the fields that a field requires. */
import {
  type DirectiveNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

/** A field set such as `id org { code }`; null for a leaf. */
export interface FieldTree {
  readonly [field: string]: FieldTree | null;
}

export interface Facts {
  /**
   * Returns the type that identifies an entity: an interface with keys for its implementations, otherwise the
   * type itself.
   */
  readonly identityOf: (type: string) => string | undefined;
  /** All fields in the keys of an entity, by the type that identifies it. */
  readonly keys: ReadonlyMap<string, FieldTree>;
  /** The object types of each interface with keys. */
  readonly implementations: ReadonlyMap<string, readonly string[]>;
  /** The required fields by subgraph and `Type.field`. */
  readonly requires: ReadonlyMap<string, FieldSets>;
  /** The provided fields of the objects that a field leads to, by subgraph and `Type.field`. */
  readonly provides: ReadonlyMap<string, FieldSets>;
}

/** Field sets by `Type.field`. */
export type FieldSets = ReadonlyMap<string, FieldSet>;

/** A field set as a tree, and as it was written, with arguments. */
export interface FieldSet {
  readonly tree: FieldTree;
  readonly set: SelectionSetNode;
}

export function readFacts(sdls: Readonly<Record<string, string>>): Facts {
  const types = Object.values(sdls).flatMap((sdl) => typesOf(sdl));
  const keyed = new Set(types.filter(({ keys }) => keys.length > 0).map(({ name }) => name));
  const isInterface = new Set(
    types.filter(({ isInterface, keys }) => isInterface && keys.length > 0).map(({ name }) => name),
  );
  const identity = new Map([...keyed].map((name) => [name, name]));
  for (const { name, interfaces } of types) {
    const known = interfaces.find((each) => isInterface.has(each));
    if (known) identity.set(name, known);
  }
  const keys = new Map<string, FieldTree>();
  for (const type of types) {
    const known = identity.get(type.name);
    if (known === undefined) continue;
    keys.set(known, type.keys.reduce(merge, keys.get(known) ?? {}));
  }
  const implementations = new Map(
    [...isInterface].map((known) => {
      const own = types.filter(({ name }) => name !== known && identity.get(name) === known);
      return [known, [...new Set(own.map(({ name }) => name))].sort()] as const;
    }),
  );
  const setsOf = (directive: 'requires' | 'provides') =>
    new Map(
      Object.entries(sdls).map(([subgraph, sdl]) => {
        const fields = typesOf(sdl).flatMap(({ name, [directive]: sets }) =>
          sets.map(([field, set]): [string, FieldSet] => [`${name}.${field}`, set]),
        );
        return [subgraph, new Map(fields)] as const;
      }),
    );
  return {
    identityOf: (type) => identity.get(type),
    keys,
    implementations,
    requires: setsOf('requires'),
    provides: setsOf('provides'),
  };
}

interface TypeFacts {
  readonly name: string;
  readonly isInterface: boolean;
  readonly interfaces: readonly string[];
  readonly keys: readonly FieldTree[];
  readonly requires: readonly (readonly [string, FieldSet])[];
  readonly provides: readonly (readonly [string, FieldSet])[];
}

function typesOf(sdl: string): TypeFacts[] {
  return parse(sdl, { noLocation: true }).definitions.flatMap((node) => {
    const isInterface =
      node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION;
    const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isInterface && !isObject) return [];
    return [
      {
        name: node.name.value,
        isInterface,
        interfaces: (node.interfaces ?? []).map(({ name }) => name.value),
        keys: fieldSets(node.directives, 'key').map(({ tree }) => tree),
        requires: setsOfFields(node.fields, 'requires'),
        provides: setsOfFields(node.fields, 'provides'),
      },
    ];
  });
}

const setsOfFields = (fields: readonly FieldDefinitionNode[] | undefined, directive: string) =>
  (fields ?? []).flatMap(({ name, directives }) =>
    fieldSets(directives, directive).map((set) => [name.value, set] as const),
  );

function fieldSets(directives: readonly DirectiveNode[] | undefined, name: string): FieldSet[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .flatMap((directive) => directive.arguments?.filter((argument) => argument.name.value === 'fields') ?? [])
    .map((argument) => readFieldSet(String(valueFromASTUntyped(argument.value))));
}

function readFieldSet(fields: string): FieldSet {
  const [operation] = parse(`{${fields}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${fields} is not a field set.`);
  return { tree: treeOf(operation.selectionSet), set: operation.selectionSet };
}

function treeOf({ selections }: SelectionSetNode): FieldTree {
  return selections.reduce<FieldTree>((tree, node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return tree;
    if (node.kind === Kind.INLINE_FRAGMENT) return merge(tree, treeOf(node.selectionSet));
    return merge(tree, { [node.name.value]: node.selectionSet ? treeOf(node.selectionSet) : null });
  }, {});
}

function merge(one: FieldTree, other: FieldTree): FieldTree {
  const merged: Record<string, FieldTree | null> = { ...one };
  for (const [name, tree] of Object.entries(other)) {
    const known = merged[name];
    merged[name] = known && tree ? merge(known, tree) : tree;
  }
  return merged;
}
