import type { ErrorCode } from '@holdfast/kit/errors';
import { GraphQLError } from 'graphql';

const refusal = (code: ErrorCode, message: string, more: object = {}) =>
  new GraphQLError(message, { extensions: { code, ...more } });

/** No plan is known to answer this field rightly. @param where the response names that lead to it, or its name. */
export function queryPlanUnsupported(where: readonly string[] | string): GraphQLError {
  const path = typeof where === 'string' ? [where] : where;
  return refusal(
    'QUERY_PLAN_UNSUPPORTED',
    `The gateway cannot answer this operation: there is no sure way to read ${path.join('.')}.`,
    { field: path.join('.') },
  );
}

/** Planning took longer than it may. */
export const planningTooCostly = () =>
  refusal('OPERATION_TOO_COMPLEX', 'The operation takes too long to plan. Ask for less at once.');
