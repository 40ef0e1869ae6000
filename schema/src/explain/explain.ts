import type { QueryPlan } from '@apollo/query-planner';
import { Kind, type OperationDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { Problem } from '../problem.ts';
import type { FoundOperation } from './find.ts';
import { planOf } from './plan.ts';
import { type PlannedRequest, requestsOf } from './requests.ts';

export interface Explanation {
  readonly plan: QueryPlan;
  readonly requests: readonly PlannedRequest[];
  /** The values of the variables of `@include` and `@skip` with which requests were counted. */
  readonly conditions: Readonly<Record<string, { readonly value: boolean; readonly assumed: boolean }>>;
}

/**
 * Plans an operation and counts the requests.
 * @param variables the variables as a client would send them; only those of conditions are read.
 * @returns QUERY_PLAN_UNSUPPORTED when there is no plan.
 */
export function explain(
  { node, document }: FoundOperation,
  supergraphSdl: string,
  variables: Readonly<Record<string, unknown>>,
): Explanation | { readonly problem: Problem } {
  const plan = planOf(document, supergraphSdl);
  if ('problem' in plan) return plan;
  const conditions: Record<string, { value: boolean; assumed: boolean }> = {};
  const requests = requestsOf(plan, (variable) => {
    const known = variables[variable] ?? defaultOf(node, variable);
    const assumed = typeof known !== 'boolean';
    conditions[variable] = { value: assumed || known, assumed };
    return assumed || known;
  });
  return { plan, requests, conditions };
}

function defaultOf({ variableDefinitions }: OperationDefinitionNode, name: string): unknown {
  const found = variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return found && found.kind !== Kind.NULL ? valueFromASTUntyped(found) : undefined;
}
