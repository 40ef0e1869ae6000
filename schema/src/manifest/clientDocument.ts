import { type DocumentNode, Kind, print, type SelectionSetNode, visit } from 'graphql';
import { compareText } from '../problem.ts';

/**
 * Returns the document as Apollo Client 3 and 4 send it: with `__typename` at the end of every selection
 * except the operation's own, unless the selection already has a field of introspection
 * (`addTypenameToDocument` of `@apollo/client`, 4.3.8). A test compares this with Apollo Client itself.
 */
export function asApolloClientSends(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet(node, _key, parent): SelectionSetNode | undefined {
      if (parent && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION) return undefined;
      const has = node.selections.some(
        (selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'),
      );
      if (has) return undefined;
      const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
      return { ...node, selections: [...node.selections, typename] };
    },
  });
}

/**
 * Returns the text of a document in a manifest: the operation first, then its fragments by name, as
 * `sortTopLevelDefinitions` of `@apollo/persisted-query-lists` (1.1.0) sorts them.
 */
export function bodyOf(document: DocumentNode): string {
  const definitions = document.definitions.toSorted(
    (a, b) => -compareText(a.kind, b.kind) || compareText(nameOf(a), nameOf(b)),
  );
  return print({ ...document, definitions });
}

function nameOf(definition: DocumentNode['definitions'][number]): string {
  return 'name' in definition ? (definition.name?.value ?? '') : '';
}
