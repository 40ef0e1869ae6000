import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/** One `__schema` or `__type` of an operation, answered by graphql-js as JSON. */
export function introspect(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  document: DocumentNode,
  field: { readonly nodes: readonly FieldNode[]; readonly key: string },
  variables: Readonly<Record<string, unknown>>,
): string {
  const { data } = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: field.nodes } },
        ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
      ],
    },
    variableValues: variables,
  });
  return JSON.stringify(data?.[field.key] ?? null);
}
