import { forbidden, unauthenticated } from '@holdfast/kit-base/errors';
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import { completeResult } from './complete.ts';
import type { Grants } from './grants.ts';
import { reduceOperation } from './reduce.ts';
import { readRequirements } from './requirements.ts';
import { createVerdicts, type Verdicts } from './verdicts.ts';

/** The decision on an operation that selects something forbidden. */
export interface PartlyForbidden {
  /** The permitted part of the operation, alone in its document. Null when nothing is left to fetch. */
  readonly operation: OperationDefinitionNode | null;
  readonly document: DocumentNode;
  /**
   * @param result the result of the reduced operation; `{ data: {} }` when nothing was left.
   * @param variables the variables as the client sent them.
   * @returns the answer to the operation that the client wrote: null and an error in place of each forbidden
   *   field.
   */
  complete(result: ExecutionResult, variables: Readonly<Record<string, unknown>>): ExecutionResult;
}

/**
 * Decides which part of an operation its caller may run, before anything is fetched. It is cheap for an
 * operation seen before: decisions are cached with its node, one for each `grants.key`, and collected
 * together with it.
 * @param document valid for the schema, and contains `operation`.
 * @returns null when nothing is forbidden.
 */
export type OperationGuard = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  grants: Grants,
) => PartlyForbidden | null;

/**
 * @param supergraphSdl the composed supergraph, with its authorization directives.
 * @param schema the API schema of that supergraph.
 * @throws OperatorError when one of its directives cannot be read.
 */
export function createOperationGuard(supergraphSdl: string, schema: GraphQLSchema): OperationGuard {
  const requirements = readRequirements(supergraphSdl);
  if (requirements.size === 0) return () => null;
  const verdictsOf = new Map<string, Verdicts>();
  const decisions = new WeakMap<OperationDefinitionNode, Map<string, PartlyForbidden | null>>();

  const verdictsFor = (grants: Grants): Verdicts => {
    const verdicts = verdictsOf.get(grants.key) ?? createVerdicts(requirements, schema, grants);
    verdictsOf.set(grants.key, verdicts);
    return verdicts;
  };

  const decide: OperationGuard = (document, operation, grants) => {
    const verdicts = verdictsFor(grants);
    const reduced = reduceOperation(schema, verdicts, document, operation);
    if (!reduced) return null;
    const completion = {
      schema,
      fragments: fragmentsOf(document),
      operation,
      reduced,
      verdicts,
      refusal: grants.authenticated ? refusalOf(forbidden) : refusalOf(unauthenticated),
    };
    return {
      operation: reduced.operation,
      document: reduced.document,
      complete: (result, variables) => completeResult(completion, result, variables),
    };
  };

  return (document, operation, grants) => {
    const known = decisions.get(operation);
    const decided = known?.get(grants.key);
    if (decided !== undefined) return decided;
    const decision = decide(document, operation, grants);
    decisions.set(operation, (known ?? new Map()).set(grants.key, decision));
    return decision;
  };
}

const refusalOf = (refuse: () => GraphQLError) => (path: readonly (string | number)[]) => {
  const { message, extensions } = refuse();
  return new GraphQLError(message, { path, extensions });
};
