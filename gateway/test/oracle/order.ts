/**
 * Checks that an answer has the keys of the GraphQL specification in its order (sections 6.3.2 and 7.2.2).
 */
import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  parse,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import type { Operation } from './operations/random.ts';

/**
 * Returns true when all keys are in order. The oracle cannot judge this: `@apollo/gateway` moves all
 * fragments on one type to the place of the first one. An answer need not contain an object's type, so the
 * keys only have to be correct for a possible type.
 */
export function isInOrder(
  schema: GraphQLSchema,
  { query, variables }: Operation,
  data: unknown,
  { inAnyOrder = false } = {},
): boolean {
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return false;
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return true;

  function fits(value: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[]): boolean {
    if (value === null) return true;
    if (isNonNullType(type)) return fits(value, type.ofType, nodes);
    if (isListType(type))
      return !Array.isArray(value) || value.every((each) => fits(each, type.ofType, nodes));
    return (
      !isCompositeType(type) || possible(type).some((each) => objectFits(value, each, subfields(each, nodes)))
    );
  }
  const possible = (type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
    isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const subfields = (type: GraphQLObjectType, nodes: readonly FieldNode[]) =>
    collectSubfields(schema, fragments, coerced, type, nodes);

  function objectFits(
    value: unknown,
    type: GraphQLObjectType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
  ): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const [keys, wanted] = [Object.keys(value), [...fields.keys()]];
    if (inAnyOrder) for (const each of [keys, wanted]) each.sort();
    if (keys.join() !== wanted.join()) return false;
    return [...fields].every(([key, nodes]) => {
      const definition = type.getFields()[nodes[0]?.name.value ?? ''];
      return !definition || fits((value as Record<string, unknown>)[key], definition.type, nodes);
    });
  }

  if (data === null) return true;
  return objectFits(data, root, collectFields(schema, fragments, coerced, root, operation.selectionSet));
}
