import type { ErrorCode } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';

const refusal = (code: ErrorCode, message: string, more: object = {}, cause?: unknown) =>
  new GraphQLError(message, {
    extensions: { code, ...more },
    ...(cause instanceof Error && { originalError: cause }),
  });

/** Creates the error for a field that no plan is proven to answer correctly.
 * @param where the response names that lead to the field, or its name.
 * @param cause the planner's failure, for the log. */
export function queryPlanUnsupported(where: readonly string[] | string, cause?: unknown): GraphQLError {
  const path = typeof where === 'string' ? [where] : where;
  return refusal(
    'QUERY_PLAN_UNSUPPORTED',
    `The gateway cannot answer this operation: there is no sure way to read ${path.join('.')}.`,
    { field: path.join('.') },
    cause,
  );
}

/** Creates the error for an operation whose planning exceeded its timeout. */
export const planningTooCostly = () =>
  refusal('OPERATION_TOO_COMPLEX', 'The operation takes too long to plan. Ask for less at once.');
