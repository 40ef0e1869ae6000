import { stripVTControlCharacters } from 'node:util';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { failingField } from '@holdfast/kit-graphql/failingField';
import { withoutIntrospection } from '@holdfast/kit-graphql/withoutIntrospection';
import type { DocumentNode, FieldNode } from 'graphql';
import type { Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';

/** As the gateway plans (`gateway/src/planning/planner.ts`): how many ways are compared, how many paths followed. */
const LIMITS = { maxEvaluatedPlans: 1_000, pathsLimit: 10_000 };

/**
 * The plan that `@apollo/query-planner` makes, with the gateway's settings. What the gateway does to a plan besides, for
 * the few operations that the planner does not plan rightly, is left out: a test shows that it does nothing to those here.
 * @param document one operation, valid for clients.
 * @returns QUERY_PLAN_UNSUPPORTED, as the gateway answers, at the field at which the planner fails.
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
