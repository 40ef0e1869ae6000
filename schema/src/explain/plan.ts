import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { withoutIntrospection } from '@holdfast/kit/graphql/withoutIntrospection';
import type { DocumentNode } from 'graphql';

/** As the gateway plans (`gateway/src/planning/planner.ts`): how many ways are compared, how many paths followed. */
const LIMITS = { maxEvaluatedPlans: 1_000, pathsLimit: 10_000 };

/**
 * The plan that `@apollo/query-planner` makes, with the gateway's settings. What the gateway does to a plan besides, for
 * the few operations that the planner does not plan rightly, is left out: a test shows that it does nothing to those here.
 * @param document one operation, valid for clients.
 */
export function planOf(document: DocumentNode, supergraphSdl: string): QueryPlan {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    generateQueryFragments: false,
    debug: LIMITS,
  });
  const asked = withoutIntrospection(document);
  return planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), asked, { validate: false }));
}
