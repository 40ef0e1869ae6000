/**
 * The gateway's own executor: it compiles the plans of `@apollo/query-planner` once into functions. Its
 * answers are those of the stock executor; docs/decisions/0019-compiled-executor.md lists the differences.
 */
import type { QueryPlan } from '@apollo/query-planner';
import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import type { CompiledOperation, Executed } from './compile.ts';
import { createEngine, type Engine, type Operation } from './engine.ts';
import { executeTraced } from './executeTraced.ts';
import { requesterOf } from './requester.ts';
import type { Ask } from './run.ts';
import type { StockExecutorOptions } from './stock.ts';
import type { Trace } from './trace.ts';

/** Executes a compiled operation. @throws GraphQLError when a condition has no value. */
export type Execution = (
  variables: Readonly<Record<string, unknown>>,
  caller: GatewayContext,
) => Promise<Executed>;

export interface CompiledExecutor extends GatewayInterface {
  /**
   * For those that do not come through Apollo Server.
   * @param operation valid in this executor's API schema, after `load`.
   * @returns null for one that would have to be planned: it waits for that on the regular path, which can
   *   refuse it.
   */
  executionOf(operation: Operation): Execution | null;
  /** The number of cached operations. */
  size(): number;
}

export interface CompiledExecutorOptions extends StockExecutorOptions {
  /** Called for each operation that is found in the cache. */
  readonly onCacheHit?: () => void;
  readonly now: Monotonic;
}

/** The header by which a client asks for `extensions.trace`. */
const TRACE_HEADER = 'x-holdfast-trace';

/** `load` throws OperatorError when the supergraph cannot be used. */
export function createCompiledExecutor(options: CompiledExecutorOptions): CompiledExecutor {
  const askFor =
    (caller: GatewayContext, { operation }: OperationDefinitionNode): Ask =>
    (subgraph, kind, body, idempotent) => {
      const signal = operation === 'mutation' ? null : caller.disconnected;
      return options.clients.get(subgraph).ask({ caller, body, kind, idempotent, signal });
    };

  const executorOf =
    (engine: Engine): GatewayExecutor =>
    async (context) => {
      const { document, operation, queryHash, request } = context;
      const known = { document, operation, key: `${queryHash} ${operation.name?.value ?? ''}` };
      const variables = request.variables ?? {};
      const caller = context.context as GatewayContext;
      const ask = askFor(caller, operation);
      try {
        if (options.exposeQueryPlan && request.http?.headers.get(TRACE_HEADER) === '1') {
          const compile = () => engine.compile(known, requesterOf(caller));
          const { made, executed, trace } = await executeTraced(compile, variables, ask, options.now);
          return await resultOf(executed, made, context, trace);
        }
        const made = await engine.compile(known, requesterOf(caller));
        const executed = await made.execute(variables, ask);
        return await resultOf(executed, made, options.exposeQueryPlan ? context : null, null);
      } catch (error) {
        if (error instanceof GraphQLError) return { errors: [error] };
        throw error;
      }
    };

  let engine: Engine | undefined;
  const listeners = new Set<Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]>();
  return {
    async load() {
      engine = createEngine(
        options.supergraph.sdl,
        options.plans,
        options.onCacheHit ?? (() => {}),
        options.overrides ?? null,
      );
      for (const notify of listeners) notify({ apiSchema: engine.apiSchema, coreSupergraphSdl: engine.sdl });
      return { executor: executorOf(engine) };
    },
    onSchemaLoadOrUpdate(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    executionOf(known) {
      if (!engine) throw new Error('The executor has not loaded.');
      const made = engine.find(known);
      return (
        (made && ((variables, caller) => made.execute(variables, askFor(caller, known.operation)))) ?? null
      );
    },
    size: () => engine?.size ?? 0,
    stop: async () => {},
  };
}

/** @param showing the request's context, when the client may ask for the plan. */
async function resultOf(
  { data, errors }: Executed,
  { plan }: CompiledOperation,
  showing: GatewayGraphQLRequestContext | null,
  trace: Trace | null,
): Promise<GatewayExecutionResult> {
  const headers = showing?.request.http?.headers;
  const shown = headers?.get('apollo-query-plan-experimental')
    ? { __queryPlanExperimental: await showPlan(plan, headers.get('apollo-query-plan-experimental-format')) }
    : null;
  return {
    data: JSON.parse(data),
    ...(errors.length > 0 && { errors }),
    ...((shown || trace) && { extensions: { ...shown, ...(trace && { trace }) } }),
  };
}

async function showPlan(plan: QueryPlan, format: string | null | undefined): Promise<QueryPlan | string> {
  if (format === 'internal') return plan;
  const { prettyFormatQueryPlan } = await import('@apollo/query-planner');
  return prettyFormatQueryPlan(plan);
}
