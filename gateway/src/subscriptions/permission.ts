import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
import type { User } from '../operation/context.ts';
import { grantsOf } from '../security/authorization/grants.ts';
import type { OperationGuard } from '../security/authorization/operationGuard.ts';

/**
 * Whether a caller may have a subscription, by what the field of `Subscription` itself requires. What is forbidden within its
 * value is for the query that reads it.
 * @param variables as the client sent them.
 * @returns the answer to one that is forbidden: as to a query, null and an error.
 */
export function refuseSubscription(
  guard: OperationGuard,
  { document, operation }: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  variables: Readonly<Record<string, unknown>>,
  user: User | null,
): FormattedExecutionResult | undefined {
  const reduced = guard(document, operation, grantsOf(user));
  if (!reduced || reduced.operation) return undefined;
  const { data, errors = [] } = reduced.complete({ data: {} }, variables);
  return { errors: errors.map((error) => error.toJSON()), ...(data !== undefined && { data }) };
}
