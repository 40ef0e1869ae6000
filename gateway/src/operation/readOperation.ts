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
 * Finds out what is asked for. Only subscriptions are validated: everything else is on its way through Apollo Server.
 * @param hideSuggestions whether names of a schema that is not shown are kept to ourselves.
 * @returns what is wrong with it, otherwise.
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
      refusal('The document has no operation of that name, or no one alone.', 'OPERATION_RESOLUTION_FAILURE'),
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

/** A rule of graphql-js throws at a directive with a variable at the root of a subscription, which the specification forbids. */
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
