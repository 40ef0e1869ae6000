import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

const cache = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** Returns the names of the fields that an operation selects on its root type, each once. */
export function rootFieldsOf(operation: OperationDefinitionNode, document: DocumentNode): readonly string[] {
  const known = cache.get(operation);
  if (known) return known;
  const fields = new Set<string>();
  const visit = (set: SelectionSetNode) => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) fields.add(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet);
      else {
        const fragment = document.definitions.find(
          (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value,
        );
        if (fragment && 'selectionSet' in fragment) visit(fragment.selectionSet);
      }
    }
  };
  visit(operation.selectionSet);
  const found = [...fields];
  cache.set(operation, found);
  return found;
}
