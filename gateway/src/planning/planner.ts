/** Plans an operation: returns a query plan that is proven to answer it, or refuses it. */

import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import { codeOf } from '@holdfast/kit-base/errors';
import { failingField } from '@holdfast/kit-graphql/failingField';
import { withoutIntrospection } from '@holdfast/kit-graphql/withoutIntrospection';
import {
  buildSchema,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';
import { adaptSupergraph } from '../supergraph/executableDirectives.ts';
import { hideAliases } from './correct/aliases.ts';
import { completePlan } from './correct/completePlan.ts';
import { writeDirectiveDefaults } from './correct/directiveDefaults.ts';
import { keepTypenames } from './correct/interfaceTypenames.ts';
import { writeListLiterals } from './correct/listLiterals.ts';
import { applyLostAliases } from './correct/lostAliases.ts';
import { planInOrder } from './correct/mutationOrder.ts';
import { namePrivateFields } from './correct/namePrivateFields.ts';
import { conditionVariables, planByCase } from './correct/planByCase.ts';
import type { RequiredPrivates } from './correct/splitFetch.ts';
import { writeJoins } from './model/explicitJoins.ts';
import { fieldNames, responseName } from './model/fieldSets.ts';
import { type PreparedSupergraph, prepareSupergraph } from './model/prepareSupergraph.ts';
import { type GraphSchemas, readSchemas } from './model/schemas.ts';
import { readSubgraphModel, type SubgraphModel } from './model/subgraphModel.ts';
import { queryPlanUnsupported } from './prove/refusal.ts';
import { type Gap, type PlannedOperation, readPlanned, verifyPlan } from './prove/verify.ts';

export interface Planner {
  /** Plans one operation of a document that is valid against the API schema. The caller caches the plan.
   * @param operationName undefined when the document has only one operation.
   * @param inForce the labels of the overrides in force; none by default.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when no plan is proven to return correct data. */
  plan(document: DocumentNode, operationName: string | undefined, inForce?: readonly string[]): QueryPlan;
  readonly schemas: GraphSchemas;
}

/**
 * The most plans of one operation to compare. With the planner's default of 10,000 the worst case takes ten
 * times as long; with fewer the plan may not be the cheapest, but is as correct.
 */
const EVALUATED_PLANS = 1_000;
/** The most paths to one field to follow. Without a bound an operation can have millions. */
const PATHS = 10_000;

/** How many models are cached, one for each combination of overrides in force. */
const MAX_MODELS = 16;

/** @throws Error when the text is no supergraph. */
export function createPlanner(supergraphSdl: string): Planner {
  const sdl = adaptSupergraph(supergraphSdl);
  const composed = Supergraph.build(sdl, { validateSupergraph: true });
  const apiSchema = composed.apiSchema();
  const schemas = readSchemas(composed, sdl);
  const clientSchema = buildSchema(schemas.api, { noLocation: true, assumeValidSDL: true });
  const explicit = writeJoins(sdl, composed);
  const prepared = prepareSupergraph(sdl);
  const planner = new QueryPlanner(Supergraph.build(prepared.sdl, { validateSupergraph: false }), {
    // Plans are rewritten and compiled, which is simpler without fragments. The fetches' texts are longer,
    // but no slower.
    reuseQueryFragments: false,
    generateQueryFragments: false,
    debug: { maxEvaluatedPlans: EVALUATED_PLANS, pathsLimit: PATHS },
  });
  const modelOf = rememberModels(explicit);
  const internal = new Set(modelOf([]).internalFields.flatMap((set) => [...fieldNames(set.selections)]));
  const required = privatesRequired(prepared);
  const rootTypes = Object.fromEntries(
    apiSchema.schemaDefinition.roots().map((root) => [root.rootKind, root.type.name]),
  );

  return {
    schemas,
    plan(given, operationName, inForce = []) {
      const model = modelOf(inForce);
      const asked = withoutIntrospection(given);
      const document = writeListLiterals(writeDirectiveDefaults(asked, clientSchema), clientSchema);
      const alone = onlyOperation(document, readPlanned(document, operationName, rootTypes).operation);
      const planned = (one: DocumentNode) =>
        planInOrder(one, (part) =>
          verified(build(part, model, inForce), readPlanned(part, undefined, rootTypes), model),
        );
      try {
        return planned(alone);
      } catch (error) {
        if (codeOf(error) !== 'QUERY_PLAN_UNSUPPORTED' || conditionVariables(alone).size === 0) throw error;
      }
      return planByCase(alone, planned);
    },
  };

  function verified(plan: QueryPlan, planned: PlannedOperation, model: SubgraphModel): QueryPlan {
    const gaps: Gap[] = [];
    verifyPlan(plan, planned, model, gaps);
    if (gaps.length === 0) return plan;
    const completed = completePlan(plan, gaps, model) ?? plan;
    verifyPlan(completed, planned, model);
    return completed;
  }

  function build(document: DocumentNode, model: SubgraphModel, inForce: readonly string[]): QueryPlan {
    const { aliases, raw } = orRefusal(document, (part) => {
      const aliases = hideAliases(part, internal);
      const raw = planner.buildQueryPlan(
        operationFromDocument(apiSchema, aliases.document, { validate: false }),
        { overrideConditions: new Map(inForce.map((label) => [label, true])) },
      );
      return { aliases, raw };
    });
    const named = namePrivateFields(applyLostAliases(raw), prepared.privateFields, required);
    return keepTypenames(aliases.restore(named), model);
  }
}

/**
 * Caches a model for each combination of overrides in force, because the fields of subgraphs depend on it.
 * Few recur.
 */
function rememberModels(sdl: string): (inForce: readonly string[]) => SubgraphModel {
  const models = new BoundedMap<string, SubgraphModel>({ entries: MAX_MODELS });
  return (inForce) => {
    const key = inForce.join(' ');
    const known = models.get(key) ?? readSubgraphModel(sdl, inForce);
    models.set(key, known);
    return known;
  };
}

/** Drops the document's other operations and the fragments that only they use. */
function onlyOperation(document: DocumentNode, { name }: OperationDefinitionNode): DocumentNode {
  const alone = separateOperations(document)[name?.value ?? ''];
  if (!alone) throw new Error('The document has no such operation.');
  return alone;
}

/**
 * Turns the planner's failure into a refusal: it throws for some valid operations, such as `{ f(x: 1e400) }`.
 */
function orRefusal<T>(document: DocumentNode, plan: (document: DocumentNode) => T): T {
  try {
    return plan(document);
  } catch (cause) {
    if (codeOf(cause) === 'QUERY_PLAN_UNSUPPORTED') throw cause;
    const path = failingField(document, plan).map(responseName);
    throw queryPlanUnsupported(path.length > 0 ? path : 'the operation', cause);
  }
}

function privatesRequired({ sdl, privateFields }: PreparedSupergraph): RequiredPrivates {
  const model = readSubgraphModel(sdl);
  const namesIn = (set: SelectionSetNode | undefined) => [...fieldNames(set?.selections ?? [])];
  return (subgraph, type, field) => {
    const types = [...model.possible(subgraph, type), type];
    const names = types.flatMap((one) => namesIn(model.required(subgraph, one, field)));
    return new Set(names.filter((name) => privateFields.has(name)));
  };
}
