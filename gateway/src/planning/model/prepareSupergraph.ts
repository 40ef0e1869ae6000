/**
 * Changes a supergraph so that `@apollo/query-planner` plans it correctly. Only the planner sees the result:
 * clients' operations are validated against the supergraph as it was composed.
 *
 * 1. To return to a subgraph for a field with `@requires`, the planner uses the type's first key there, even
 *    one with `resolvable: false`. So resolvable keys come first.
 * 2. The planner identifies a selection by its response name. When `@requires` names a field with arguments
 *    and something else in the plan needs that field with other arguments, it drops one of the two. So each
 *    such field with its arguments becomes a separate field with a unique name; `namePrivateFields` restores
 *    the real name in the plan.
 * 3. The label of an `@override` is on the fields of objects. When a subgraph returns such objects as an
 *    interface, the planner uses the interface's field without reading the label (`labelledInterfaces.ts`).
 */

import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { canonicalArguments } from './arguments.ts';
import { parseFieldSet, printFieldSet } from './fieldSets.ts';
import type { ComposedType } from './joinDirectives.ts';
import { joined } from './joinDirectives.ts';
import { findLabelledInterfaces } from './labelledInterfaces.ts';
import { privateField } from './privateNames.ts';

/** A field that only the planner knows: its name and arguments in the subgraphs. */
export interface PrivateField {
  readonly name: string;
  readonly arguments: readonly ArgumentNode[];
}

export interface PreparedSupergraph {
  readonly sdl: string;
  /** The private fields by the names that the planner knows. */
  readonly privateFields: ReadonlyMap<string, PrivateField>;
}

const isComposed = (node: DefinitionNode): node is ComposedType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

export function prepareSupergraph(sdl: string): PreparedSupergraph {
  const document = parse(sdl, { noLocation: true });
  const types = new Map(document.definitions.filter(isComposed).map((type) => [type.name.value, type]));
  const privates = collectPrivates(types);
  const labelled = findLabelledInterfaces([...types.values()]);
  const definitions = document.definitions.map((definition) => {
    if (!isComposed(definition)) return definition;
    const fields = labelled.fieldsOf(definition).map((field) => privates.rewriteRequires(definition, field));
    return {
      ...definition,
      directives: resolvableKeysFirst(definition.directives ?? []),
      fields: [...fields, ...privates.fieldsOf(definition.name.value)],
    };
  });
  return { sdl: print({ ...document, definitions }), privateFields: privates.byName };
}

const graphOf = (directive: ConstDirectiveNode): string =>
  joined({ directives: [directive] }, directive.name.value)[0]?.graph ?? '';

function resolvableKeysFirst(directives: readonly ConstDirectiveNode[]): ConstDirectiveNode[] {
  const isResolvable = (directive: ConstDirectiveNode) =>
    joined({ directives: [directive] }, 'join__type')[0]?.resolvable !== false;
  return [...directives.filter(isResolvable), ...directives.filter((directive) => !isResolvable(directive))];
}

function collectPrivates(types: ReadonlyMap<string, ComposedType>) {
  const byName = new Map<string, PrivateField>();
  const names = new Map<string, string>();
  const added = new Map<string, Map<string, FieldDefinitionNode>>();
  const users = new Map<string, Set<string>>();

  const nameOf = (field: string, given: readonly ArgumentNode[]) => {
    const key = `${field}(${canonicalArguments(given)})`;
    const name = names.get(key) ?? privateField(names.size, field);
    names.set(key, name);
    byName.set(name, { name: field, arguments: given });
    return name;
  };

  /** Adds a private field to a type and, for an interface, to the types that implement it. */
  const add = (type: string, name: string, field: string, subgraph: string) => {
    const bearers = [...types.values()].filter(
      (bearer) => bearer.name.value === type || bearer.interfaces?.some((one) => one.name.value === type),
    );
    for (const bearer of bearers) {
      const definition = bearer.fields?.find((one) => one.name.value === field);
      if (!definition) continue;
      const fields = added.get(bearer.name.value) ?? new Map<string, FieldDefinitionNode>();
      added.set(bearer.name.value, fields);
      fields.set(name, { ...definition, name: { kind: Kind.NAME, value: name }, arguments: [] });
      users.set(name, (users.get(name) ?? new Set()).add(subgraph));
    }
  };

  const rewrite = (set: SelectionSetNode, parent: string, subgraph: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return {
          ...selection,
          selectionSet: rewrite(
            selection.selectionSet,
            selection.typeCondition?.name.value ?? parent,
            subgraph,
          ),
        };
      const field = types.get(parent)?.fields?.find((one) => one.name.value === selection.name.value);
      const inner =
        field && selection.selectionSet
          ? { ...selection, selectionSet: rewrite(selection.selectionSet, namedType(field.type), subgraph) }
          : selection;
      if (!field?.arguments?.length) return inner;
      const name = nameOf(selection.name.value, selection.arguments ?? []);
      add(parent, name, selection.name.value, subgraph);
      return { ...inner, name: { kind: Kind.NAME, value: name }, arguments: [] };
    }),
  });

  const rewriteRequires = (type: ComposedType, field: FieldDefinitionNode): FieldDefinitionNode => ({
    ...field,
    directives: (field.directives ?? []).map((directive) => ({
      ...directive,
      arguments: (directive.arguments ?? []).map((argument) =>
        directive.name.value === 'join__field' &&
        argument.name.value === 'requires' &&
        argument.value.kind === Kind.STRING
          ? {
              ...argument,
              value: {
                kind: Kind.STRING,
                value: printFieldSet(
                  rewrite(parseFieldSet(argument.value.value), type.name.value, graphOf(directive)),
                ),
              },
            }
          : argument,
      ),
    })),
  });

  /**
   * Drops the external joins of subgraphs where nothing requires the field: the planner might fetch it there
   * anyway.
   */
  const withoutIdleExternals = (field: FieldDefinitionNode): FieldDefinitionNode => ({
    ...field,
    directives: (field.directives ?? []).filter(
      (directive) =>
        joined({ directives: [directive] }, 'join__field')[0]?.external !== true ||
        users.get(field.name.value)?.has(graphOf(directive)),
    ),
  });

  // A first pass over all types adds the fields that `fieldsOf` copies; a private field may itself have
  // `@requires`.
  for (const type of types.values()) for (const field of type.fields ?? []) rewriteRequires(type, field);
  return {
    byName,
    rewriteRequires,
    fieldsOf: (type: string): FieldDefinitionNode[] => {
      const composed = types.get(type);
      const fields = [...(added.get(type)?.values() ?? [])];
      return fields.map((field) => withoutIdleExternals(composed ? rewriteRequires(composed, field) : field));
    },
  };
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
