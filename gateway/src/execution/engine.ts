/** Everything that is made of one supergraph to execute operations on it. */
import {
  buildSchema,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  print,
} from 'graphql';
import type { InForce, Overrides } from '../overrides/overrides.ts';
import type { Asker, PlanSource } from '../planning/thread/planSource.ts';
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
  compile(operation: Operation, asker: Asker): CompiledOperation | Promise<CompiledOperation>;
  /** What was compiled before; undefined for what would have to be planned. */
  find(operation: Operation): CompiledOperation | undefined;
  /** Operations that are kept compiled. */
  readonly size: number;
}

type Look =
  | { readonly known: CompiledOperation }
  | {
      readonly missing: Operation;
      readonly inForce: readonly string[];
      /** Present when a number was drawn for it. */
      readonly decided?: InForce;
    };

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
  const handedOn = new Map<string, InForce[]>();
  const planAndCompile = async (
    { document, operation, key }: Operation,
    inForce: readonly string[],
    asker: Asker,
  ): Promise<CompiledOperation> => {
    const { plan } = await plans.plan(print(document), operation.name?.value, asker, inForce);
    // Others may have waited for the same plan.
    const known = compiled.get(key);
    if (known) return known;
    const made = compileOperation({ document, operation, plan, apiSchema, isOfType });
    compiled.set(key, made);
    if (compiled.size > MAX_COMPILED) compiled.delete(compiled.keys().next().value ?? '');
    return made;
  };

  const kept = (key: string): CompiledOperation | undefined => {
    const known = compiled.get(key);
    if (!known) return undefined;
    onKept();
    compiled.delete(key);
    compiled.set(key, known);
    return known;
  };

  /** What is kept of an operation, or what is to be planned instead. One whose plan differs by the overrides in force is an
   * operation for each; for all others nothing is decided. */
  const look = (operation: Operation): Look => {
    const known = kept(operation.key);
    if (known) return { known };
    if (!overrides) return { missing: operation, inForce: [] };
    const decided = handedOver(operation) ?? overrides.decide(operation.document, operation.operation);
    const { labels, key } = decided;
    if (key === '') return { missing: operation, inForce: labels };
    const missing = { ...operation, key: `${operation.key} ${key}` };
    const one = kept(missing.key);
    return one ? { known: one } : { missing, inForce: labels, decided };
  };

  const handedOver = ({ key }: Operation): InForce | undefined => {
    const decisions = handedOn.get(key);
    if (decisions?.length === 1) handedOn.delete(key);
    return decisions?.pop();
  };

  /** A request that finds nothing compiled asks once more to have it planned: one number is drawn for both. */
  const handOn = ({ key }: Operation, decided: InForce) => {
    const others = handedOn.get(key);
    if (others) {
      if (others.length < MAX_COMPILED) others.push(decided);
    } else if (handedOn.size < MAX_COMPILED) handedOn.set(key, [decided]);
  };

  return {
    sdl,
    apiSchema,
    compile(operation, asker) {
      const looked = look(operation);
      return 'known' in looked ? looked.known : planAndCompile(looked.missing, looked.inForce, asker);
    },
    find(operation) {
      const looked = look(operation);
      if ('known' in looked) return looked.known;
      if (looked.decided) handOn(operation, looked.decided);
      return undefined;
    },
    get size() {
      return compiled.size;
    },
  };
}
