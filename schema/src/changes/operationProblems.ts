import type { GraphQLError } from 'graphql';
import type { Place, Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';
import type { JudgedOperation } from './impact.ts';

/**
 * OPERATION_NO_LONGER_VALID for each reason why an operation that validated does not any more; OPERATION_INVALID for
 * committed ones that never did. What was invalid when it was seen in traffic is not the schema's doing.
 */
export function operationProblems(judged: readonly JudgedOperation[]): Problem[] {
  return judged.flatMap(({ operation, before, after }) => {
    const wasValid = before.length === 0;
    if (!wasValid && operation.signature !== undefined) return [];
    return after.map((error) => ({
      severity: 'error',
      code: wasValid ? 'OPERATION_NO_LONGER_VALID' : 'OPERATION_INVALID',
      message: `${operation.name} (${operation.clients.join(', ')})${seen(operation.signature)}: ${error.message}`,
      ...placeOfError(error),
    }));
  });
}

function seen(signature: string | undefined): string {
  return signature === undefined ? '' : `, seen in traffic as ${signature.slice(0, 12)}`;
}

function placeOfError(error: GraphQLError): Place | undefined {
  const [node] = error.nodes ?? [];
  return node && placeOf(node);
}
