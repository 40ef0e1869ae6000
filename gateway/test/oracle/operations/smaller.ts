import {
  type ASTNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/**
 * Yields documents that are one step smaller than the current one, which shrinks meanwhile: without a
 * selection, an argument, a directive, an alias or a default, or with a fragment replaced by its selections.
 * They need not be valid.
 */
export function* smallerDocuments(present: () => string): Generator<string> {
  for (const edit of [withoutSelection, unwrapped, withoutPart]) {
    for (let n = 0; ; n++) {
      const before = present();
      const smaller = edit(parse(before, { noLocation: true }), n);
      if (smaller === null) break;
      const document = pruned(smaller);
      if (!isEmptyOperation(document)) yield print(document);
      // The item that now has this number has not been tried.
      if (present() !== before) n--;
    }
  }
}

/** Removes the n-th selection; null when there is none. */
function withoutSelection(document: DocumentNode, n: number): DocumentNode | null {
  return editSelections(document, n, () => []);
}

/** Replaces the n-th fragment by its selections. */
function unwrapped(document: DocumentNode, n: number): DocumentNode | null {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  return editSelections(document, n, (node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return node.selectionSet.selections;
    const fragment = fragments.get(node.name.value);
    if (!fragment) return [];
    const { typeCondition, selectionSet } = fragment;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives: node.directives ?? [], selectionSet }];
  });
}

function editSelections(
  document: DocumentNode,
  n: number,
  edit: (node: SelectionNode) => readonly SelectionNode[],
): DocumentNode | null {
  let seen = 0;
  let found = false;
  const edited = visit(document, {
    SelectionSet(set): SelectionSetNode | undefined {
      const at = n - seen;
      seen += set.selections.length;
      const node = set.selections[at];
      if (at < 0 || !node) return undefined;
      found = true;
      return { ...set, selections: set.selections.toSpliced(at, 1, ...edit(node)) };
    },
  });
  return found ? edited : null;
}

/** Removes the n-th argument, directive, alias, default, or field of an input object. */
function withoutPart(document: DocumentNode, n: number): DocumentNode | null {
  let seen = 0;
  let found = false;
  const isNext = () => {
    if (seen++ !== n) return false;
    found = true;
    return true;
  };
  const remove = (): null | undefined => (isNext() ? null : undefined);
  const edited = visit(document, {
    Argument: remove,
    Directive: remove,
    ObjectField: remove,
    Field: (node) => (node.alias && isNext() ? { ...node, alias: undefined } : undefined),
    VariableDefinition: (node) =>
      node.defaultValue && isNext() ? { ...node, defaultValue: undefined } : undefined,
  });
  return found ? edited : null;
}

/** Removes empty selections, and unused fragments and variables. */
function pruned(document: DocumentNode): DocumentNode {
  const used = namesIn(document);
  const isEmpty = (node: { readonly selectionSet?: SelectionSetNode | undefined }) =>
    node.selectionSet?.selections.length === 0;
  const fragments = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION && !isEmpty(node) ? [node.name.value] : [],
    ),
  );
  const less: DocumentNode = visit(document, {
    Field: { leave: (node) => (isEmpty(node) ? null : undefined) },
    InlineFragment: { leave: (node) => (isEmpty(node) ? null : undefined) },
    FragmentSpread: { leave: (node) => (fragments.has(node.name.value) ? undefined : null) },
    FragmentDefinition: {
      leave: (node) => (isEmpty(node) || !used.spreads.has(node.name.value) ? null : undefined),
    },
    VariableDefinition: {
      leave: (node) => (used.variables.has(node.variable.name.value) ? undefined : null),
    },
  });
  return print(less) === print(document) ? document : pruned(less);
}

function isEmptyOperation({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (node) => node.kind === Kind.OPERATION_DEFINITION && node.selectionSet.selections.length === 0,
  );
}

function namesIn(document: ASTNode): { spreads: Set<string>; variables: Set<string> } {
  const [spreads, variables] = [new Set<string>(), new Set<string>()];
  visit(document, {
    FragmentSpread: ({ name }) => void spreads.add(name.value),
    Variable(node, _key, parent) {
      const isDeclaration = parent && 'kind' in parent && parent.kind === Kind.VARIABLE_DEFINITION;
      if (!isDeclaration) variables.add(node.name.value);
    },
  });
  return { spreads, variables };
}
