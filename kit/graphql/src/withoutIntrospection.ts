import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';

/** The fields that graphql-js answers from the schema of clients. */
export const isIntrospection = ({ name }: FieldNode): boolean =>
  name.value === '__schema' || name.value === '__type';

/**
 * The document with `__typename` in place of each introspection field. Apollo's libraries have an introspection schema of their
 * own, which is older than graphql-js's: it lacks `isOneOf`, and they refuse what clients may ask.
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
