import { createHash } from 'node:crypto';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { Log } from '@holdfast/kit/log';
import type { GraphQLSchema } from 'graphql';
import {
  type CompiledExecutor,
  type CompiledExecutorOptions,
  createCompiledExecutor,
  type Execution,
} from '../execution/compiled.ts';
import type { Operation } from '../execution/engine.ts';
import { tellDefaultsAsWritten } from '../execution/introspectedDefaults.ts';
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

/** Everything that is made of one supergraph: it comes, and goes, together. */
export interface Graph {
  readonly supergraph: Supergraph;
  /** Names its text, for people: the beginning of a SHA-256. */
  readonly version: string;
  readonly apiSchema: GraphQLSchema;
  readonly clients: SubgraphClients;
  /** Executes what Apollo Server validated against `apiSchema`. */
  readonly executor: GatewayExecutor;
  /** What callers may have of it. */
  readonly guard: OperationGuard;
  /** For what does not come through Apollo Server; null where the executor is not ours. */
  readonly executionOf: ExecutionOf | null;
  /** Operations that are kept compiled. */
  readonly compiled: number;
  /** Operations that run on it now. */
  readonly running: number;
  /** An operation begins on it: its subgraphs stay reachable until `release`. */
  retain(): void;
  release(): void;
  /** Waits for what was asked of subgraphs; nothing may be asked any more. */
  end(): Promise<void>;
}

export interface GraphOptions extends Omit<SubgraphClientsOptions, 'supergraph' | 'observeCall'> {
  /** Who executes: `compiled` is ours, `apollo` is `@apollo/gateway`'s. */
  readonly executor: 'compiled' | 'apollo';
  /** Whether clients may ask for query plans. */
  readonly introspection: boolean;
  /** Which overrides with a label are in force; none by default. */
  readonly overrides?: OverrideSettings;
  /** Starts what plans; a thread by default. */
  readonly startPlanningThread?: StartPlanningThread | undefined;
  /** Told of plans and of requests to subgraphs. */
  readonly telemetry: GatewayTelemetry;
  readonly log: Log;
}

/** `@apollo/gateway` takes 70 MB: it is loaded only where it executes. */
async function createExecutor(
  kind: GraphOptions['executor'],
  options: CompiledExecutorOptions,
): Promise<GatewayInterface | CompiledExecutor> {
  if (kind === 'compiled') return createCompiledExecutor(options);
  const { createStockExecutor } = await import('../execution/stock.ts');
  return createStockExecutor(options);
}

tellDefaultsAsWritten();

/** Plans by `@apollo/gateway` need nothing of Apollo's services. */
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
    plans: tellOfPlans(plans, telemetry),
    onKept: () => telemetry.metrics.planned({ cached: true, seconds: 0 }),
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
  const onFailure = (err: Error) => log.warn({ err }, 'the planner failed at an operation, which is refused');
  try {
    return await startPlanning({ supergraphSdl: sdl, now, onFailure, startThread, ...PLANNING_LIMITS });
  } catch (cause) {
    throw supergraphUnusable(cause);
  }
}

function tellOfPlans(plans: PlanSource, telemetry: GatewayTelemetry): PlanSource {
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

/** What a supergraph of this text is called in the log. */
export function versionOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex').slice(0, 12);
}
