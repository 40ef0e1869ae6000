import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
import type { User } from '../operation/context.ts';
import { grantsOf } from '../security/authorization/grants.ts';
import type { OperationGuard } from '../security/authorization/operationGuard.ts';

/**
 * Refuses a subscription whose caller does not meet the requirements of the `Subscription` field itself. The
 * query that reads its value handles what is forbidden inside it.
 * @param variables the variables as the client sent them.
 * @returns the answer to a forbidden subscription: null and an error, as for a query.
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
