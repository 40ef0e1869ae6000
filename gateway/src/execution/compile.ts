/** Compiles a planned operation into functions that fetch its data and write its response. */

import type { QueryPlan } from '@apollo/query-planner';
import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { fragmentsOf } from '../operation/fragments.ts';
import { type Conditions, compileConditions, included } from './conditions.ts';
import { buildFetchGraph } from './fetchGraph.ts';
import { introspect } from './introspect.ts';
import { compileRequests } from './requests.ts';
import { compileResponseShape, type ResponseShape } from './responseShape.ts';
import type { IsOfType } from './rewrites.ts';
import { type Ask, type Program, run } from './run.ts';

export interface Executed {
  /** The response's `data` as JSON. */
  readonly data: string;
  readonly errors: readonly GraphQLError[];
}

export interface CompiledOperation {
  readonly plan: QueryPlan;
  /**
   * @param variables the variables that the client sent; they match their types.
   * @throws BAD_USER_INPUT when a condition has no value. Failures of subgraphs are among the result's
   * errors.
   */
  execute(variables: Readonly<Record<string, unknown>>, ask: Ask): Promise<Executed>;
}

export interface Compilation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly plan: QueryPlan;
  readonly apiSchema: GraphQLSchema;
  /** Knows the types of the supergraph. */
  readonly isOfType: IsOfType;
}

/** How many variants of one operation are cached, one for each combination of its conditions' values. */
const MAX_VARIANTS = 32;

interface Variant {
  readonly program: Program;
  readonly shape: ResponseShape;
}

export function compileOperation(compilation: Compilation): CompiledOperation {
  const { document, operation, plan, apiSchema } = compilation;
  const readConditions = compileConditions(document, operation, plan);
  const variants = new BoundedMap<string, Variant>({ entries: MAX_VARIANTS });
  const variantFor = (conditions: Conditions): Variant => {
    const key = conditions.size === 0 ? '' : [...conditions.values()].map(Number).join('');
    const known = variants.get(key);
    if (known) return known;
    const made = compileVariant(compilation, conditions);
    variants.set(key, made);
    return made;
  };
  return {
    plan,
    async execute(variables, ask) {
      const { program, shape } = variantFor(readConditions(variables));
      const { data, shared, errors, reported } = await run(program, { variables, ask });
      const all = [...errors];
      const text = shape.write(data, shared, (field) =>
        JSON.stringify(introspect({ schema: apiSchema, operation, document }, field, variables, all)),
      );
      all.push(...shape.nullErrors(data, { errors, reported }));
      return { data: text ?? 'null', errors: all };
    },
  };
}

function compileVariant(
  { document, operation, plan, apiSchema, isOfType }: Compilation,
  conditions: Conditions,
): Variant {
  const graph = buildFetchGraph(plan, conditions);
  const rootType = apiSchema.getRootType(operation.operation);
  if (!rootType) throw new Error(`The API has no ${operation.operation} type.`);
  const shapeOptions = {
    schema: apiSchema,
    fragments: fragmentsOf(document),
    includes: (directives: Parameters<typeof included>[0]) => included(directives, conditions),
  };
  return {
    program: { graph, requests: compileRequests(graph, isOfType), isOfType },
    shape: compileResponseShape(shapeOptions, rootType, operation.selectionSet),
  };
}
