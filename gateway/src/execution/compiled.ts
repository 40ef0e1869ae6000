/**
 * The gateway's own executor: plans by `@apollo/query-planner`, compiled once into functions. It answers what the stock
 * executor answers; where it differs stands in docs/decisions/0019-compiled-executor.md.
 */
import type { QueryPlan } from '@apollo/query-planner';
import type {
  GatewayExecutionResult,
  GatewayExecutor,
  GatewayGraphQLRequestContext,
  GatewayInterface,
} from '@apollo/server-gateway-interface';
import type { Monotonic } from '@holdfast/kit/clock';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { CompiledOperation, Executed } from './compile.ts';
import { createEngine, type Engine, type Operation } from './engine.ts';
import { executeTraced } from './executeTraced.ts';
import type { Ask } from './run.ts';
import type { StockExecutorOptions } from './stock.ts';
import type { Trace } from './trace.ts';

export interface CompiledExecutor extends GatewayInterface {
  /** For those that do not come through Apollo Server.
   * @param operation valid in this executor's API schema, after `load`.
   * @throws GraphQLError when the operation cannot be planned, or a condition has no value. */
  execute(
    operation: Operation,
    variables: Readonly<Record<string, unknown>>,
    caller: GatewayContext,
  ): Promise<Executed>;
  /** Operations that are kept compiled. */
  size(): number;
}

export interface CompiledExecutorOptions extends StockExecutorOptions {
  /** Called for each operation that was planned and compiled before. */
  readonly onKept?: () => void;
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

  /** The time that an operation has is for its fetches: what it waits for its plan, and for a planner that starts, is added. */
  const compileFor = (engine: Engine, operation: Operation, caller: GatewayContext) => {
    const made = engine.compile(operation);
    if (!(made instanceof Promise)) return made;
    const began = options.now();
    return made.then((late) => {
      caller.deadline += options.now() - began;
      return late;
    });
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
          const compile = () => compileFor(engine, known, caller);
          const { made, executed, trace } = await executeTraced(compile, variables, ask, options.now);
          return await resultOf(executed, made, context, trace);
        }
        const made = await compileFor(engine, known, caller);
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
        options.onKept ?? (() => {}),
        options.overrides ?? null,
      );
      for (const tell of listeners) tell({ apiSchema: engine.apiSchema, coreSupergraphSdl: engine.sdl });
      return { executor: executorOf(engine) };
    },
    onSchemaLoadOrUpdate(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    execute(operation, variables, caller) {
      if (!engine) throw new Error('The executor has not loaded.');
      const ask = askFor(caller, operation.operation);
      const made = compileFor(engine, operation, caller);
      if (made instanceof Promise) return made.then((late) => late.execute(variables, ask));
      return made.execute(variables, ask);
    },
    size: () => engine?.size ?? 0,
    stop: async () => {},
  };
}

/** @param showing the request's context where a client may ask for the plan. */
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
