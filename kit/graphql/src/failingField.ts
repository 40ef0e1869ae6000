import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  separateOperations,
  visit,
} from 'graphql';

/** The maximum number of parts of an operation that are tried. A thousand root fields take 20. */
const TRIES = 100;

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Finds the field at which an operation fails, by bisecting its selections, so that all tries at one depth
 * cost as much as the operation.
 * @param document a document of one operation that fails.
 * @param attempt tries a part, an operation with the fragments and variables that it uses. It throws when
 *   that part fails.
 * @returns the path to the field, the outermost field first; a shorter path when several fields fail only
 *   together.
 */
export function failingField(
  document: DocumentNode,
  attempt: (part: DocumentNode) => unknown,
): readonly FieldNode[] {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('The document has no operation.');
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  let left = TRIES;

  type Within = (selections: readonly SelectionNode[]) => OperationDefinitionNode;
  const failsWith = (part: OperationDefinitionNode): boolean => {
    left -= 1;
    if (left < 0) return false;
    try {
      attempt(onlyUsed([part, ...fragments]));
      return false;
    } catch {
      return true;
    }
  };

  function search(
    selections: readonly SelectionNode[],
    within: Within,
    path: readonly FieldNode[],
  ): readonly FieldNode[] {
    const found = findOne(selections, within);
    if (!found) return path;
    const node = inline(found);
    const here = node.kind === Kind.FIELD ? [...path, node] : path;
    if (!node.selectionSet) return here;
    const around: Within = (inner) =>
      within([{ ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }]);
    if (failsWith(around([TYPENAME]))) return here;
    return search(node.selectionSet.selections, around, here);
  }

  /** Finds a selection that fails without the others. */
  function findOne(selections: readonly SelectionNode[], within: Within): SelectionNode | undefined {
    if (selections.length < 2) return selections[0];
    const middle = Math.ceil(selections.length / 2);
    const half = [selections.slice(0, middle), selections.slice(middle)].find((some) =>
      failsWith(within(some)),
    );
    return half && findOne(half, within);
  }

  function inline(node: SelectionNode): Exclude<SelectionNode, { kind: Kind.FRAGMENT_SPREAD }> {
    if (node.kind !== Kind.FRAGMENT_SPREAD) return node;
    const fragment = fragments.find(({ name }) => name.value === node.name.value);
    if (!fragment) throw new Error(`The document has no fragment ${node.name.value}.`);
    const { typeCondition, selectionSet } = fragment;
    const { directives } = node;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet, ...(directives && { directives }) };
  }

  const whole: Within = (selections) => ({
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
  return search(operation.selectionSet.selections, whole, []);
}

/** @param definitions one operation, and fragments. */
function onlyUsed(definitions: DocumentNode['definitions']): DocumentNode {
  const [document] = Object.values(separateOperations({ kind: Kind.DOCUMENT, definitions }));
  if (!document) throw new Error('The document has no operation.');
  const used = new Set<string>();
  visit(document, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  return visit(document, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}
