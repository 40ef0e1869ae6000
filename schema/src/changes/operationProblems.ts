import type { GraphQLError } from 'graphql';
import type { Place, Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';
import type { JudgedOperation } from './impact.ts';

/**
 * Reports OPERATION_NO_LONGER_VALID for each reason why a formerly valid operation is now invalid, and
 * OPERATION_INVALID for committed operations that were never valid. An operation that was already invalid
 * when it was seen in traffic is not the schema's fault.
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
