import { stripVTControlCharacters } from 'node:util';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { failingField } from '@holdfast/kit-graphql/failingField';
import { withoutIntrospection } from '@holdfast/kit-graphql/withoutIntrospection';
import type { DocumentNode, FieldNode } from 'graphql';
import type { Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';

/** The gateway's limits (`gateway/src/planning/planner.ts`) for the plans compared and the paths followed. */
const LIMITS = { maxEvaluatedPlans: 1_000, pathsLimit: 10_000 };

/**
 * Plans an operation with `@apollo/query-planner` and the gateway's settings. The gateway also corrects plans
 * of the few operations that the planner gets wrong. That is left out; a test shows that no operation of this
 * project needs it.
 * @param document one operation that is valid against the API.
 * @returns QUERY_PLAN_UNSUPPORTED, as the gateway responds, at the field at which the planner fails.
 */
export function planOf(
  document: DocumentNode,
  supergraphSdl: string,
): QueryPlan | { readonly problem: Problem } {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    generateQueryFragments: false,
    debug: LIMITS,
  });
  const asked = withoutIntrospection(document);
  const plan = (part: DocumentNode) =>
    planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), part, { validate: false }));
  try {
    return plan(asked);
  } catch (error) {
    return { problem: unsupported(failingField(asked, plan), error) };
  }
}

function unsupported(path: readonly FieldNode[], error: unknown): Problem {
  const at = path.at(-1);
  const names = path.map(({ alias, name }) => (alias ?? name).value);
  const reason = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  return {
    severity: 'error',
    code: 'QUERY_PLAN_UNSUPPORTED',
    message: `The gateway cannot answer this operation: the planner fails at ${names.join('.') || 'it'} (${reason.replaceAll(/\s+/g, ' ')}).`,
    ...(at && placeOf(at)),
  };
}
