/** Models the subgraphs of a supergraph, in as much detail as it takes to know what a query plan fetches. */
import {
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { parseFieldSet } from './fieldSets.ts';
import { type Joined, joined } from './joinDirectives.ts';
import { namedType } from './prepareSupergraph.ts';

export interface SubgraphModel {
  /**
   * Returns the object types that a value of this type can have when the subgraph returns it. An interface or
   * union without object types stands for itself, so that it is not empty.
   */
  possible(subgraph: string, type: string): ReadonlySet<string>;
  /** Returns the object types that a value of this type can have in any subgraph. */
  possibleAnywhere(type: string): ReadonlySet<string>;
  /** Returns the named type of a field in a subgraph, or in the supergraph when `subgraph` is undefined. */
  fieldType(subgraph: string | undefined, type: string, field: string): string | undefined;
  /** Returns the keys by which a subgraph resolves an object, as its own type or as an interface object. */
  resolvableKeys(subgraph: string, type: string): readonly SelectionSetNode[];
  /** Returns the fields that the subgraph needs in a representation to resolve a field (`@requires`). */
  required(subgraph: string, type: string, field: string): SelectionSetNode | undefined;
  /** Returns true when the subgraph declares the interface of this name as an object type. */
  isInterfaceObject(subgraph: string, type: string): boolean;
  /** Returns true when the subgraph knows the object type itself, and not only an interface of it. */
  knowsType(subgraph: string, type: string): boolean;
  /**
   * Returns true when the subgraph resolves the field of such an object, so that it is not external there.
   */
  answers(subgraph: string, type: string, field: string): boolean;
  /**
   * Returns true when another subgraph answers the field, because an override with a label is in force or is
   * not.
   */
  isElsewhere(subgraph: string, type: string, field: string): boolean;
  /** Returns true when the field is external: the subgraph names it, but cannot resolve it. */
  isExternal(subgraph: string, type: string, field: string): boolean;
  /** Returns the external fields that the subgraph can resolve below a field (`@provides`). */
  provided(subgraph: string, type: string, field: string): SelectionSetNode | undefined;
  /** The fields that plans may fetch for themselves: those of keys and of `@requires`. */
  readonly internalFields: readonly SelectionSetNode[];
}

interface TypeFacts {
  readonly joins: readonly Joined[];
  readonly fields: ReadonlyMap<string, FieldFacts>;
  readonly isObject: boolean;
}

interface FieldFacts {
  readonly type: string;
  readonly joins: readonly Joined[];
}

/** @param inForce the labels of the overrides in force. */
export function readSubgraphModel(sdl: string, inForce: readonly string[] = []): SubgraphModel {
  const document = parse(sdl, { noLocation: true });
  const graphOf = graphNames(document);
  const { types, members } = readTypes(document, graphOf);
  const remember = <T>(make: (subgraph: string, type: string) => T) => {
    const known = new Map<string, T>();
    return (subgraph: string, type: string): T => {
      const key = `${subgraph} ${type}`;
      const value = known.get(key) ?? make(subgraph, type);
      known.set(key, value);
      return value;
    };
  };
  const ANYWHERE = '';
  const isInterfaceObject = (subgraph: string, type: string) =>
    types.get(type)?.joins.some((join) => join.graph === subgraph && join.isInterfaceObject) ?? false;

  const possible = remember((subgraph, type): ReadonlySet<string> => {
    if (types.get(type)?.isObject) return new Set([type]);
    const everywhere = subgraph === ANYWHERE || isInterfaceObject(subgraph, type);
    const found = (members.get(type) ?? []).filter((one) => everywhere || one.graph === subgraph);
    return new Set(found.length > 0 ? found.map(({ member }) => member) : [type]);
  });

  /** Returns the type itself and the interfaces and unions that it belongs to in the subgraph. */
  const faces = remember((subgraph, type): readonly string[] => [
    type,
    ...[...types.keys()].filter((other) => other !== type && possible(subgraph, other).has(type)),
  ]);

  const parsed = new Map<string, SelectionSetNode>();
  const fieldSet = (text: string) => {
    const set = parsed.get(text) ?? parseFieldSet(text);
    parsed.set(text, set);
    return set;
  };
  const joinsOf = (type: string) => types.get(type)?.joins ?? [];
  const fieldJoins = (subgraph: string, type: string, field: string) =>
    faces(subgraph, type)
      .flatMap((face) => types.get(face)?.fields.get(field)?.joins ?? [])
      .filter((join) => join.graph === subgraph);

  return {
    possible,
    isInterfaceObject,
    knowsType: (subgraph, type) =>
      joinsOf(type).some((join) => join.graph === subgraph && !join.isInterfaceObject),
    possibleAnywhere: (type) => possible(ANYWHERE, type),
    fieldType(subgraph, type, field) {
      const facts = types.get(type)?.fields.get(field);
      const own = facts?.joins.find((join) => join.graph === subgraph)?.type;
      return own === undefined ? facts?.type : own.replaceAll(/[[\]!]/g, '');
    },
    resolvableKeys: remember((subgraph, type) =>
      faces(subgraph, type)
        .flatMap(joinsOf)
        .filter((join) => join.graph === subgraph && join.key !== undefined && join.resolvable !== false)
        .map((join) => fieldSet(join.key ?? '')),
    ),
    required(subgraph, type, field) {
      const join = fieldJoins(subgraph, type, field).find((one) => one.requires);
      return join?.requires === undefined ? undefined : fieldSet(join.requires);
    },
    answers(subgraph, type, field) {
      const facts = types.get(type)?.fields.get(field);
      if (!facts || !joinsOf(type).some((join) => join.graph === subgraph)) return false;
      if (facts.joins.length === 0) return true;
      return facts.joins.some(
        (join) => join.graph === subgraph && !join.external && !isOthers(join, inForce),
      );
    },
    isElsewhere(subgraph, type, field) {
      const joins = types.get(type)?.fields.get(field)?.joins ?? [];
      return joins.some((join) => join.graph === subgraph && isOthers(join, inForce));
    },
    isExternal: (subgraph, type, field) => fieldJoins(subgraph, type, field).some((one) => one.external),
    provided(subgraph, type, field) {
      const join = fieldJoins(subgraph, type, field).find((one) => one.provides);
      return join?.provides === undefined ? undefined : fieldSet(join.provides);
    },
    internalFields: [...types.values()].flatMap((type) =>
      [
        ...type.joins.map(({ key }) => key),
        ...[...type.fields.values()].flatMap(({ joins }) => joins.map(({ requires }) => requires)),
      ].flatMap((text) => (text ? [fieldSet(text)] : [])),
    ),
  };
}

/**
 * Returns true when the label gives the field to the other subgraph. The joins of both subgraphs have the
 * label: the overriding one counts when it is in force, the other when it is not.
 */
function isOthers({ override, overrideLabel }: Joined, inForce: readonly string[]): boolean {
  if (overrideLabel === undefined) return false;
  return (override !== undefined) !== inForce.includes(overrideLabel);
}

function graphNames(document: DocumentNode): ReadonlyMap<string, string> {
  const graphs = document.definitions.find(
    (one): one is EnumTypeDefinitionNode =>
      one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === 'join__Graph',
  );
  return new Map(
    (graphs?.values ?? []).map((value) => [
      value.name.value,
      joined(value, 'join__graph')[0]?.name ?? value.name.value,
    ]),
  );
}

function readTypes(document: DocumentNode, graphOf: ReadonlyMap<string, string>) {
  const named = (joins: readonly Joined[]): Joined[] =>
    joins.map((join) =>
      join.graph === undefined ? join : { ...join, graph: graphOf.get(join.graph) ?? '' },
    );
  const fieldFacts = (field: FieldDefinitionNode): [string, FieldFacts] => [
    field.name.value,
    { type: namedType(field.type), joins: named(joined(field, 'join__field')) },
  ];
  const types = new Map<string, TypeFacts>();
  const members = new Map<string, { member: string; graph: string | undefined }[]>();
  for (const definition of document.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      definition.kind !== Kind.UNION_TYPE_DEFINITION
    )
      continue;
    const name = definition.name.value;
    const isObject = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
    const fields = definition.kind === Kind.UNION_TYPE_DEFINITION ? [] : (definition.fields ?? []);
    types.set(name, {
      joins: named(joined(definition, 'join__type')),
      fields: new Map(fields.map(fieldFacts)),
      isObject,
    });
    const add = (abstract: string, member: string, graph: string | undefined) =>
      members.set(abstract, [...(members.get(abstract) ?? []), { member, graph }]);
    if (isObject)
      for (const join of named(joined(definition, 'join__implements')))
        add(join.interface ?? '', name, join.graph);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION)
      for (const join of named(joined(definition, 'join__unionMember')))
        add(name, join.member ?? '', join.graph);
  }
  return { types, members };
}
