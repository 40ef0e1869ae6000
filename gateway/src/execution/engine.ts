/** Everything derived from one supergraph that the execution of operations needs. */
import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import type { InForce, Overrides } from '../overrides/overrides.ts';
import type { PlanSource, Requester } from '../planning/thread/planSource.ts';
import { type CompiledOperation, compileOperation } from './compile.ts';
import type { IsOfType } from './rewrites.ts';

/** An operation that a client requests, valid against the API schema. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Identifies the document and the operation in it: the key of its compiled form in the cache. */
  readonly key: string;
}

export interface Engine {
  /** The SDL of the supergraph, unchanged. */
  readonly sdl: string;
  readonly apiSchema: GraphQLSchema;
  /** Plans and compiles an operation; one that is cached is returned synchronously.
   * @throws GraphQLError as `PlanSource` does, when the operation cannot be planned. */
  compile(operation: Operation, requester: Requester): CompiledOperation | Promise<CompiledOperation>;
  /** Returns the cached form of an operation; undefined when it would have to be planned. */
  find(operation: Operation): CompiledOperation | undefined;
  /** The number of cached operations. */
  readonly size: number;
}

type Lookup =
  | { readonly known: CompiledOperation }
  | {
      readonly missing: Operation;
      readonly inForce: readonly string[];
      /** Present when a random number was drawn for the decision. */
      readonly decided?: InForce;
    };

/** How many compiled operations are cached; the least recently used one is evicted. */
const MAX_COMPILED = 1_000;

/**
 * @param sdl the supergraph that `plans` plans for.
 * @param onCacheHit called each time an operation is found in the cache.
 * @param overrides null when the supergraph leaves nothing to decide per request.
 */
export function createEngine(
  sdl: string,
  plans: PlanSource,
  onCacheHit: () => void,
  overrides: Overrides | null,
): Engine {
  const { api, subtypes } = plans.schemas;
  const apiSchema = buildSchema(api, { noLocation: true, assumeValidSDL: true });
  const isOfType: IsOfType = (typename, typeName) =>
    typename === typeName || (subtypes.get(typeName)?.has(typename) ?? false);
  const compiled = new BoundedMap<string, CompiledOperation>({ entries: MAX_COMPILED });
  const keptDecisions = new Map<string, InForce[]>();
  const planAndCompile = async (
    { document, operation, key }: Operation,
    inForce: readonly string[],
    requester: Requester,
  ): Promise<CompiledOperation> => {
    const { plan } = await plans.plan(print(document), operation.name?.value, requester, inForce);
    // Another request may have waited for the same plan.
    const known = compiled.get(key);
    if (known) return known;
    const made = compileOperation({ document, operation, plan, apiSchema, isOfType });
    compiled.set(key, made);
    return made;
  };

  const kept = (key: string): CompiledOperation | undefined => {
    const known = compiled.get(key);
    if (known) onCacheHit();
    return known;
  };

  /**
   * Looks up an operation, and decides what to plan when it is not cached. An operation whose plan depends on
   * the overrides in force is cached once per decision; for all others nothing is decided.
   */
  const lookUp = (operation: Operation): Lookup => {
    const known = kept(operation.key);
    if (known) return { known };
    if (!overrides) return { missing: operation, inForce: [] };
    const decided = takeDecision(operation) ?? overrides.decide(operation.document, operation.operation);
    const { labels, key } = decided;
    if (key === '') return { missing: operation, inForce: labels };
    const missing = { ...operation, key: `${operation.key} ${key}` };
    const one = kept(missing.key);
    return one ? { known: one } : { missing, inForce: labels, decided };
  };

  const takeDecision = ({ key }: Operation): InForce | undefined => {
    const decisions = keptDecisions.get(key);
    if (decisions?.length === 1) keptDecisions.delete(key);
    return decisions?.pop();
  };

  /**
   * Keeps a decision: a request that `find` returned nothing for calls `compile` next, and both use one
   * random number.
   */
  const keepDecision = ({ key }: Operation, decided: InForce) => {
    const others = keptDecisions.get(key);
    if (others) {
      if (others.length < MAX_COMPILED) others.push(decided);
    } else if (keptDecisions.size < MAX_COMPILED) keptDecisions.set(key, [decided]);
  };

  return {
    sdl,
    apiSchema,
    compile(operation, requester) {
      const found = lookUp(operation);
      return 'known' in found ? found.known : planAndCompile(found.missing, found.inForce, requester);
    },
    find(operation) {
      const found = lookUp(operation);
      if ('known' in found) return found.known;
      if (found.decided) keepDecision(operation, found.decided);
      return undefined;
    },
    get size() {
      return compiled.size;
    },
  };
}
