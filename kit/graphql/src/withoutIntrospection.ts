import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';

/** Returns true for the fields that graphql-js answers from the schema that clients see. */
export const isIntrospection = ({ name }: FieldNode): boolean =>
  name.value === '__schema' || name.value === '__type';

/**
 * Replaces each introspection field of a document with `__typename`. Apollo's libraries have their own
 * introspection schema, which is older than that of graphql-js: it lacks `isOneOf`, so they reject valid
 * operations.
 */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  let found = false;
  const replaced: DocumentNode = visit(document, {
    Field(node: FieldNode): FieldNode | undefined {
      if (!isIntrospection(node)) return undefined;
      found = true;
      const { directives } = node;
      return {
        kind: Kind.FIELD,
        name: { kind: Kind.NAME, value: '__typename' },
        ...(directives && { directives }),
      };
    },
  });
  if (!found) return document;
  const definitions = replaced.definitions.filter(
    (one) => one.kind !== Kind.FRAGMENT_DEFINITION || !one.typeCondition.name.value.startsWith('__'),
  );
  return { ...replaced, definitions };
}
