import { OneOfVariablesRule } from '@holdfast/kit-graphql/oneOfVariables';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';

export interface ReadOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Parses a request and finds its operation. It validates only subscriptions: all other operations go through
 * Apollo Server.
 * @param hideSuggestions true when errors must not suggest names from the schema, because clients may not see
 * it.
 * @returns the operation, or the errors of the request.
 */
export function readOperation(
  { query, operationName }: { query: string; operationName?: string | null | undefined },
  schema: GraphQLSchema,
  { hideSuggestions }: { hideSuggestions: boolean },
): ReadOperation | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return [refusal(error instanceof Error ? error.message : String(error), 'GRAPHQL_PARSE_FAILED')];
  }
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return [
      refusal(
        'The document has no operation of that name, or it has several and the request names none.',
        'OPERATION_RESOLUTION_FAILURE',
      ),
    ];
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return { document, operation };
  const errors = validateDocument(schema, document, hideSuggestions);
  if (errors.length === 0) return { document, operation };
  return errors.map(
    ({ message, nodes }) =>
      new GraphQLError(message, {
        ...(nodes && { nodes }),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      }),
  );
}

/**
 * Validates a document. A rule of graphql-js throws for a directive with a variable at the root of a
 * subscription, which the specification forbids.
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  hideSuggestions: boolean,
): readonly GraphQLError[] {
  try {
    return validate(schema, document, [...specifiedRules, OneOfVariablesRule], { hideSuggestions });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

export function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
