import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isListType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Wraps a single value in a list where a list is expected (GraphQL specification, section 3.11 "Input
 * Coercion"), as the planner does, so that arguments can be compared.
 */
export function writeListLiterals(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Argument: (node) => withValue(node, types.getArgument()?.type),
      ObjectField: (node) => withValue(node, types.getInputType()),
    }),
  );
}

function withValue<Node extends { readonly value: ValueNode }>(
  node: Node,
  type: GraphQLInputType | null | undefined,
): Node | undefined {
  const value = type ? asListOf(type, node.value) : node.value;
  return value === node.value ? undefined : { ...node, value };
}

function asListOf(type: GraphQLInputType, value: ValueNode): ValueNode {
  const list = getNullableType(type);
  if (!isListType(list) || value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return value;
  if (value.kind !== Kind.LIST) return { kind: Kind.LIST, values: [asListOf(list.ofType, value)] };
  const values = value.values.map((item) => asListOf(list.ofType, item));
  return values.every((item, n) => item === value.values[n]) ? value : { ...value, values };
}
