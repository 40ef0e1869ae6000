import { forbidden, unauthenticated } from '@holdfast/kit/errors';
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

/** An operation of which something is forbidden. */
export interface PartlyForbidden {
  /** What may be asked, alone in its document. Null when nothing is left: then nothing is to be fetched. */
  readonly operation: OperationDefinitionNode | null;
  readonly document: DocumentNode;
  /**
   * @param result of the reduced operation; `{ data: {} }` when nothing was left.
   * @param variables as the client sent them.
   * @returns the answer to the operation as the client wrote it: null and an error in place of each forbidden field.
   */
  complete(result: ExecutionResult, variables: Readonly<Record<string, unknown>>): ExecutionResult;
}

/**
 * Decides what of an operation its caller may ask, before anything is fetched. Cheap for an operation that was seen before:
 * decisions are kept with its node, one for each `grants.key`, and go when it goes.
 * @param document valid for the schema, with `operation` in it.
 * @returns null when nothing is forbidden.
 */
export type OperationGuard = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  grants: Grants,
) => PartlyForbidden | null;

/**
 * @param supergraphSdl as composed, with its authorization directives.
 * @param schema the API schema of that supergraph.
 * @throws OperatorError when a directive in it cannot be read.
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
