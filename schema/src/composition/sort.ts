import {
  type ASTNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  type NameNode,
  print,
  visit,
} from 'graphql';
import { compareText } from '../problem.ts';

/**
 * Sorts definitions, fields, arguments, values, members and interfaces by name. Applied directives keep their
 * order, because the planner takes the first of two suitable keys. Every node keeps its place in the file.
 */
export function sortDocument(document: DocumentNode): DocumentNode {
  const result = visit(document, {
    enter(node) {
      switch (node.kind) {
        case Kind.OBJECT_TYPE_DEFINITION:
        case Kind.OBJECT_TYPE_EXTENSION:
        case Kind.INTERFACE_TYPE_DEFINITION:
        case Kind.INTERFACE_TYPE_EXTENSION:
          return {
            ...node,
            fields: sorted(node.fields),
            interfaces: sorted(node.interfaces),
          };
        case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        case Kind.INPUT_OBJECT_TYPE_EXTENSION:
          return { ...node, fields: sorted(node.fields) };
        case Kind.ENUM_TYPE_DEFINITION:
        case Kind.ENUM_TYPE_EXTENSION:
          return { ...node, values: sorted(node.values) };
        case Kind.UNION_TYPE_DEFINITION:
        case Kind.UNION_TYPE_EXTENSION:
          return { ...node, types: sorted(node.types) };
        case Kind.FIELD_DEFINITION:
        case Kind.DIRECTIVE_DEFINITION:
          return { ...node, arguments: sorted(node.arguments) };
        default:
          return undefined;
      }
    },
  });
  return { ...result, definitions: sortedDefinitions(result.definitions) };
}

function sorted<T extends { readonly name: NameNode }>(list: readonly T[] | undefined): readonly T[] {
  return (list ?? []).toSorted((a, b) => compareText(a.name.value, b.name.value));
}

/** Sorts by name, definitions before extensions, then by text, which is printed only when it is needed. */
function sortedDefinitions(definitions: readonly DefinitionNode[]): DefinitionNode[] {
  return definitions.toSorted(
    (a, b) => compareText(sortKey(a), sortKey(b)) || compareText(print(a), print(b)),
  );
}

function sortKey(definition: DefinitionNode): string {
  const name = 'name' in definition ? (definition.name?.value ?? '') : '';
  return `${name} ${isExtension(definition) ? 1 : 0} ${definition.kind}`;
}

function isExtension({ kind }: ASTNode): boolean {
  return kind.endsWith('Extension');
}
