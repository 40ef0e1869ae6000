/** Answers introspection with graphql-js from the API schema, whichever executor answers the rest. */
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { isIntrospection } from '@holdfast/kit-graphql/withoutIntrospection';
import {
  __InputValue,
  astFromValue,
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import { fragmentsOf } from '../operation/fragments.ts';
import { collectFields } from './collectFields.ts';
import { conditionsOf, included } from './conditions.ts';

/** The operation that the introspection fields belong to. */
export interface Introspecting {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly document: DocumentNode;
}

/** A selected root field of introspection. */
export interface IntrospectionField {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
}

/** @returns the field's value as data; null after adding to `errors` what is wrong. */
export function introspect(
  { schema, operation, document }: Introspecting,
  { key, nodes }: IntrospectionField,
  variables: Readonly<Record<string, unknown>>,
  errors: GraphQLError[],
): unknown {
  const result = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } },
        ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION),
      ],
    },
    variableValues: variables,
  });
  errors.push(...(result.errors ?? []));
  return result.data?.[key] ?? null;
}

/**
 * Adds introspection to the answer of an executor that was called `withoutIntrospection`, in the operation's
 * order.
 * @param variables the variables that the client sent.
 */
export function addIntrospection(
  of: Introspecting,
  result: GatewayExecutionResult,
  variables: Readonly<Record<string, unknown>>,
): GatewayExecutionResult {
  const { schema, operation, document } = of;
  const root = schema.getQueryType();
  if (!result.data || !root || operation.operation !== 'query') return result;
  const conditions = conditionsOf(operation, variables);
  const includes = (directives: FieldNode['directives']) => included(directives, conditions);
  const selecting = { schema, fragments: fragmentsOf(document), includes, runtime: root, parent: root };
  const errors = [...(result.errors ?? [])];
  const data: Record<string, unknown> = {};
  for (const [key, { nodes }] of collectFields(selecting, [operation.selectionSet])) {
    data[key] = nodes.some(isIntrospection)
      ? introspect(of, { key, nodes }, variables, errors)
      : result.data[key];
  }
  return { ...result, data, ...(errors.length > 0 && { errors }) };
}

/**
 * Makes introspection return defaults as the SDL has them, in every schema of this process. graphql-js 16
 * prints the value, which throws for an object or a list of a custom scalar and turns its enum value `RED`
 * into the string `"RED"`; graphql-js 17 prints the source. The introspection types are the same objects in
 * all schemas, so this is the only place to change them.
 */
export function introspectDefaultsAsWritten(): void {
  const field = __InputValue.getFields()['defaultValue'];
  if (!field) throw new Error('graphql-js introspects no defaults.');
  field.resolve = ({ astNode, defaultValue, type }: GraphQLArgument) => {
    const node = astNode?.defaultValue ?? astFromValue(defaultValue, type);
    return node ? print(node) : null;
  };
}
