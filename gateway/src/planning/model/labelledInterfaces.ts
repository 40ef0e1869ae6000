/**
 * Keeps the planner from asking a subgraph for a field of an interface where the subgraph has an object behind it whose field is moved by an
 * override with a label. It knows labels of objects' fields only (`@apollo/query-graphs` 2.14, `maybeAddInterfaceFieldsEdges`), and would have
 * the old subgraph answer. An interface's field that is external there is asked for by type, and then labels count.
 */

import { type ConstDirectiveNode, type FieldDefinitionNode, Kind } from 'graphql';
import type { ComposedType } from './joinDirectives.ts';
import { joined } from './joinDirectives.ts';

export interface LabelledInterfaces {
  /** A type's fields, as the planner is to see them. */
  fieldsOf(type: ComposedType): readonly FieldDefinitionNode[];
}

export function findLabelledInterfaces(types: readonly ComposedType[]): LabelledInterfaces {
  /** Subgraphs, as the supergraph's enum names them, by interface and field. */
  const external = new Map<string, Set<string>>();
  for (const type of types) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const implemented = joined(type, 'join__implements');
    for (const field of type.fields ?? []) {
      const labelled = joined(field, 'join__field').filter(
        ({ overrideLabel }) => overrideLabel !== undefined,
      );
      for (const { graph = '' } of labelled)
        for (const { interface: name } of implemented.filter((one) => one.graph === graph)) {
          const key = `${name}.${field.name.value}`;
          external.set(key, (external.get(key) ?? new Set()).add(graph));
        }
    }
  }

  const withExternal = (type: ComposedType, field: FieldDefinitionNode): FieldDefinitionNode => {
    const graphs = external.get(`${type.name.value}.${field.name.value}`);
    if (!graphs) return field;
    const directives = field.directives ?? [];
    const isJoin = ({ name }: ConstDirectiveNode) => name.value === 'join__field';
    const graphOf = (directive: ConstDirectiveNode) =>
      joined({ directives: [directive] }, 'join__field')[0]?.graph;
    // Without any, the field is in all subgraphs of its type.
    const joins = directives.some(isJoin)
      ? directives.filter(isJoin)
      : [...new Set(joined(type, 'join__type').map(({ graph = '' }) => graph))].map((graph) =>
          joinField(graph),
        );
    const marked = joins.map((join) => (graphs.has(graphOf(join) ?? '') ? asExternal(join) : join));
    return { ...field, directives: [...directives.filter((one) => !isJoin(one)), ...marked] };
  };
  return {
    fieldsOf: (type) =>
      type.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? (type.fields ?? []).map((field) => withExternal(type, field))
        : (type.fields ?? []),
  };
}

const joinField = (graph: string): ConstDirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'join__field' },
  arguments: [
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'graph' },
      value: { kind: Kind.ENUM, value: graph },
    },
  ],
});

const asExternal = (join: ConstDirectiveNode): ConstDirectiveNode => ({
  ...join,
  arguments: [
    ...(join.arguments ?? []).filter(({ name }) => name.value !== 'external'),
    {
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: 'external' },
      value: { kind: Kind.BOOLEAN, value: true },
    },
  ],
});
