/** Everything that is made of one supergraph to execute operations on it. */
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import type { InForce, Overrides } from '../overrides/overrides.ts';
import type { PlanSource } from '../planning/planningThread.ts';
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
  /** What was compiled before is there at once.
   * @throws GraphQLError as `PlanSource` does, when the operation cannot be planned. */
  compile(operation: Operation): CompiledOperation | Promise<CompiledOperation>;
  /** Operations that are kept compiled. */
  readonly size: number;
}

/** Operations kept compiled; the least recently used is forgotten first. */
const MAX_COMPILED = 1_000;

/**
 * @param sdl the supergraph's, which `plans` come from.
 * @param onKept called when an operation was compiled before.
 * @param overrides null where the supergraph leaves nothing to decide for a request.
 */
export function createEngine(
  sdl: string,
  plans: PlanSource,
  onKept: () => void,
  overrides: Overrides | null,
): Engine {
  const { api, subtypes } = plans.schemas;
  const apiSchema = buildSchema(api, { noLocation: true, assumeValidSDL: true });
  const isOfType: IsOfType = (typename, typeName) =>
    typename === typeName || (subtypes.get(typeName)?.has(typename) ?? false);
  const compiled = new Map<string, CompiledOperation>();
  /** Those that are being planned: who asks for the same waits for the same. */
  const planning = new Map<string, Promise<CompiledOperation>>();

  const planAndCompile = async (
    { document, operation, key }: Operation,
    inForce: readonly string[],
  ): Promise<CompiledOperation> => {
    try {
      const { plan } = await plans.plan(print(document), operation.name?.value, inForce);
      const made = compileOperation({ document, operation, plan, apiSchema, isOfType });
      compiled.set(key, made);
      if (compiled.size > MAX_COMPILED) compiled.delete(compiled.keys().next().value ?? '');
      return made;
    } finally {
      planning.delete(key);
    }
  };

  const kept = (key: string): CompiledOperation | undefined => {
    const known = compiled.get(key);
    if (!known) return undefined;
    onKept();
    compiled.delete(key);
    compiled.set(key, known);
    return known;
  };

  const compileFor = (
    operation: Operation,
    inForce: readonly string[],
  ): CompiledOperation | Promise<CompiledOperation> => {
    const { key } = operation;
    const pending = planning.get(key) ?? planAndCompile(operation, inForce);
    planning.set(key, pending);
    return pending;
  };

  /** An operation whose plan differs by the overrides in force is one operation for each. */
  const compileAs = (operation: Operation, { labels, key }: InForce) => {
    if (key === '') return compileFor(operation, labels);
    const one = { ...operation, key: `${operation.key} ${key}` };
    return kept(one.key) ?? compileFor(one, labels);
  };

  return {
    sdl,
    apiSchema,
    compile(operation) {
      // What does not differ is found here: only for the rest something is decided.
      const known = kept(operation.key);
      if (known) return known;
      if (!overrides) return compileFor(operation, []);
      return compileAs(operation, overrides.decide(operation.document, operation.operation));
    },
    get size() {
      return compiled.size;
    },
  };
}
