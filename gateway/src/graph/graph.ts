import { createHash } from 'node:crypto';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { Log } from '@holdfast/kit-base/log';
import type { GraphQLSchema } from 'graphql';
import {
  type CompiledExecutor,
  type CompiledExecutorOptions,
  createCompiledExecutor,
  type Execution,
} from '../execution/compiled.ts';
import type { Operation } from '../execution/engine.ts';
import { introspectDefaultsAsWritten } from '../execution/introspect.ts';
import type { User } from '../operation/context.ts';
import { createOverrides, type OverrideSettings } from '../overrides/overrides.ts';
import type { StartPlanningThread } from '../planning/thread/planningThread.ts';
import { PLANNING_LIMITS, type PlanSource, startPlanning } from '../planning/thread/planSource.ts';
import { authorizeExecutor } from '../security/authorization/authorizeExecutor.ts';
import { grantsOf } from '../security/authorization/grants.ts';
import { createOperationGuard, type OperationGuard } from '../security/authorization/operationGuard.ts';
import { refuseNulls } from '../security/nullArguments/refuseNulls.ts';
import {
  createSubgraphClients,
  type SubgraphClients,
  type SubgraphClientsOptions,
} from '../subgraphs/clients.ts';
import { type Supergraph, supergraphUnusable } from '../supergraph/load.ts';
import type { GatewayTelemetry } from '../telemetry/telemetry.ts';

/**
 * Says, before anything is begun, whether a caller's operation may be executed past Apollo Server.
 * @returns null for one that the regular path has to do: it has no plan yet, it was validated in another
 *   schema, or the caller may not have all of it.
 */
export type ExecutionOf = (
  operation: Operation & { readonly schema: GraphQLSchema },
  user: User | null,
) => Execution | null;

/** Everything derived from one supergraph, created and ended together. */
export interface Graph {
  readonly supergraph: Supergraph;
  /** Identifies the text in the log: the beginning of its SHA-256. */
  readonly version: string;
  readonly apiSchema: GraphQLSchema;
  readonly clients: SubgraphClients;
  /** Executes operations that Apollo Server validated against `apiSchema`. */
  readonly executor: GatewayExecutor;
  /** Decides what callers may read. */
  readonly guard: OperationGuard;
  /** For operations that do not come through Apollo Server; null for the stock executor. */
  readonly executionOf: ExecutionOf | null;
  /** The number of cached operations. */
  readonly compiled: number;
  /** The number of operations that run on it now. */
  readonly running: number;
  /** Counts an operation that starts on it: its subgraphs stay reachable until `release`. */
  retain(): void;
  release(): void;
  /** Waits for the requests to subgraphs that are under way; no request may follow. */
  end(): Promise<void>;
}

export interface GraphOptions extends Omit<SubgraphClientsOptions, 'supergraph' | 'observeCall'> {
  /** The executor: `compiled` is ours, `apollo` is that of `@apollo/gateway`. */
  readonly executor: 'compiled' | 'apollo';
  /** True when clients may request query plans. */
  readonly introspection: boolean;
  /** Decides which overrides with a label are in force; none by default. */
  readonly overrides?: OverrideSettings;
  /** Starts the planner; a thread by default. */
  readonly startPlanningThread?: StartPlanningThread | undefined;
  /** Measures plans and requests to subgraphs. */
  readonly telemetry: GatewayTelemetry;
  readonly log: Log;
}

/** Creates an executor. `@apollo/gateway` takes 70 MB, so it is loaded only when it executes. */
async function createExecutor(
  kind: GraphOptions['executor'],
  options: CompiledExecutorOptions,
): Promise<GatewayInterface | CompiledExecutor> {
  if (kind === 'compiled') return createCompiledExecutor(options);
  const { createStockExecutor } = await import('../execution/stock.ts');
  return createStockExecutor(options);
}

introspectDefaultsAsWritten();

/** `@apollo/gateway` needs none of Apollo's services. */
const NO_APOLLO_SERVICES: Parameters<GatewayInterface['load']>[0] = { apollo: {} };

/** @throws OperatorError when the supergraph cannot be used. */
export async function createGraph(supergraph: Supergraph, options: GraphOptions): Promise<Graph> {
  await using opened = new AsyncDisposableStack();
  const plans = await startPlanner(supergraph, options);
  opened.defer(() => plans.close());
  const { telemetry } = options;
  const clients = createSubgraphClients({ ...options, supergraph, observeCall: telemetry.observeCall });
  opened.defer(() => clients.end());
  const made = await createExecutor(options.executor, {
    supergraph,
    plans: measurePlans(plans, telemetry),
    onCacheHit: () => telemetry.metrics.planned({ cached: true, seconds: 0 }),
    clients,
    overrides: options.overrides ? createOverrides(supergraph.sdl, options.overrides, options.log) : null,
    exposeQueryPlan: options.introspection,
    now: options.now,
    log: options.log,
  });
  opened.defer(() => made.stop());
  let apiSchema: GraphQLSchema | undefined;
  made.onSchemaLoadOrUpdate((loaded) => {
    apiSchema = loaded.apiSchema;
  });
  const { executor } = await made.load(NO_APOLLO_SERVICES);
  if (!apiSchema || !executor) throw new Error('The executor did not load.');
  const guard = createOperationGuard(supergraph.sdl, apiSchema);
  const executionOf = 'executionOf' in made ? guarded(made.executionOf, guard, apiSchema) : null;
  let running = 0;
  const disposal = opened.move();
  return {
    supergraph,
    version: versionOf(supergraph.sdl),
    apiSchema,
    clients,
    executor: authorizeExecutor(refuseNulls(executor), guard),
    guard,
    executionOf,
    get compiled() {
      return 'size' in made ? made.size() : 0;
    },
    get running() {
      return running;
    },
    retain() {
      running++;
    },
    release() {
      running--;
    },
    end: () => disposal.disposeAsync(),
  };
}

/** @throws OperatorError when the supergraph cannot be used. */
async function startPlanner({ sdl }: Supergraph, options: GraphOptions): Promise<PlanSource> {
  const { now, log, startPlanningThread: startThread } = options;
  const onFailure = (err: Error) => log.warn({ err }, 'the planner failed on an operation, which is refused');
  try {
    return await startPlanning({ supergraphSdl: sdl, now, onFailure, startThread, ...PLANNING_LIMITS });
  } catch (cause) {
    throw supergraphUnusable(cause);
  }
}

function measurePlans(plans: PlanSource, telemetry: GatewayTelemetry): PlanSource {
  return {
    ...plans,
    async plan(...asked) {
      const ended = telemetry.planning();
      try {
        const planned = await plans.plan(...asked);
        ended();
        return planned;
      } catch (error) {
        ended({ failed: true });
        throw error;
      }
    },
  };
}

function guarded(
  executionOf: CompiledExecutor['executionOf'],
  guard: OperationGuard,
  apiSchema: GraphQLSchema,
): ExecutionOf {
  return (known, user) => {
    if (known.schema !== apiSchema) return null;
    if (guard(known.document, known.operation, grantsOf(user))) return null;
    return executionOf(known);
  };
}

/** Returns the version of a supergraph with this text, for the log. */
export function versionOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex').slice(0, 12);
}
