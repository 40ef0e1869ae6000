import { Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * Returns the path, in a subgraph's own response, of the first field that a failed fetch leaves null. With
 * it, the fetch's one error names a place in the client's response, as the GraphQL specification requires
 * (section 7.1.2).
 * @param query the query that failed: root fields, or `_entities` for `representations`.
 */
export function firstCost(query: string, variables: Readonly<Record<string, unknown>>): (string | number)[] {
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const { representations } = variables;
  if (!Array.isArray(representations)) return firstField(operation.selectionSet);
  const [entities] = operation.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD || !entities.selectionSet) return [];
  const type: unknown = representations[0]?.__typename;
  const fragments = entities.selectionSet.selections.filter((node) => node.kind === Kind.INLINE_FRAGMENT);
  const fragment =
    fragments.find((candidate) => candidate.typeCondition?.name.value === type) ?? fragments[0];
  return ['_entities', 0, ...(fragment ? firstField(fragment.selectionSet) : [])];
}

function firstField({ selections }: SelectionSetNode): string[] {
  for (const node of selections) {
    if (node.kind === Kind.FIELD && node.name.value !== '__typename')
      return [node.alias?.value ?? node.name.value];
    const inner = node.kind === Kind.INLINE_FRAGMENT ? firstField(node.selectionSet) : [];
    if (inner.length > 0) return inner;
  }
  return [];
}
