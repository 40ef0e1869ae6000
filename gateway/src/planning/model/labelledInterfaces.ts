/**
 * Keeps the planner from fetching an interface's field from a subgraph when an override with a label moves
 * that field of an implementing object. The planner reads labels only on objects' fields
 * (`@apollo/query-graphs` 2.14, `maybeAddInterfaceFieldsEdges`), and would ask the old subgraph. It fetches
 * an external field of an interface by type, and then reads the labels.
 */

import { type ConstDirectiveNode, type FieldDefinitionNode, Kind } from 'graphql';
import type { ComposedType } from './joinDirectives.ts';
import { joined } from './joinDirectives.ts';

export interface LabelledInterfaces {
  /** Returns a type's fields as the planner should see them. */
  fieldsOf(type: ComposedType): readonly FieldDefinitionNode[];
}

export function findLabelledInterfaces(types: readonly ComposedType[]): LabelledInterfaces {
  /** The subgraphs, by their enum values in the supergraph, for each interface's field. */
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
    // A field without joins is in all subgraphs of its type.
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
