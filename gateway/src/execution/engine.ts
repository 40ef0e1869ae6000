/** Everything that is made of one supergraph to execute operations on it. */
import { Supergraph as FederatedSupergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { OperatorError } from '@holdfast/kit/errors';
import {
  type DocumentNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { stripSecurityFeatures } from '../supergraph/securityFeatures.ts';
import { type CompiledOperation, compileOperation } from './compile.ts';
import type { IsOfType } from './rewrites.ts';

/** An operation of a client, valid in the API schema. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Names the document and the operation in it: what was compiled is kept by it. */
  readonly key: string;
}

export interface Engine {
  /** The supergraph as it was given. */
  readonly sdl: string;
  readonly apiSchema: GraphQLSchema;
  /** @throws GraphQLError when the operation cannot be planned. */
  compile(operation: Operation): CompiledOperation;
}

/** Operations kept compiled; the least recently used is forgotten first. */
const MAX_COMPILED = 1_000;

/** @throws OperatorError when the supergraph cannot be used. */
export function createEngine(sdl: string): Engine {
  const supergraph = readSupergraph(sdl);
  const planner = new QueryPlanner(supergraph);
  const plannedSchema = supergraph.apiSchema();
  const apiSchema = plannedSchema.toGraphQLJSSchema();
  const isOfType = isOfTypeIn(supergraph.schema.toGraphQLJSSchema());
  const compiled = new Map<string, CompiledOperation>();
  return {
    sdl,
    apiSchema,
    compile({ document, operation, key }) {
      const known = compiled.get(key);
      compiled.delete(key);
      const operationName = operation.name?.value;
      const made =
        known ??
        compileOperation({
          document,
          operation,
          plan: planner.buildQueryPlan(
            operationFromDocument(plannedSchema, document, { ...(operationName && { operationName }) }),
          ),
          apiSchema,
          isOfType,
        });
      compiled.set(key, made);
      if (compiled.size > MAX_COMPILED) compiled.delete(compiled.keys().next().value ?? '');
      return made;
    },
  };
}

function readSupergraph(sdl: string): FederatedSupergraph {
  try {
    return FederatedSupergraph.build(stripSecurityFeatures(sdl), { validateSupergraph: true });
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1);
    throw new OperatorError(
      `the supergraph cannot be used: ${reason} Run npm run schema -- compose, or correct SUPERGRAPH.`,
      { cause },
    );
  }
}

function isOfTypeIn(schema: GraphQLSchema): IsOfType {
  return (typename, typeName) => {
    if (typename === typeName) return true;
    const wide = schema.getType(typeName);
    const type = schema.getType(typename);
    if (!isAbstractType(wide) || !(isObjectType(type) || isInterfaceType(type))) return false;
    return schema.isSubType(wide, type);
  };
}
