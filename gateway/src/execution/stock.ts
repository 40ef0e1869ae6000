/**
 * Planning and execution by `@apollo/gateway` as it comes. What Apollo Server needs of them is a GatewayInterface; an
 * executor of our own is another function like this one.
 */
import { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { OperatorError } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';
import type { Transport } from '@holdfast/kit/transport';
import { apolloLogger } from '../apolloLogger.ts';
import { createDataSource, type DataSourceOptions } from '../subgraphs/dataSource.ts';
import type { Supergraph } from '../supergraph/load.ts';
import { stripSecurityFeatures } from '../supergraph/securityFeatures.ts';
import { createWatchedPlanCache } from '../telemetry/planCache.ts';
import type { GatewayTelemetry } from '../telemetry/telemetry.ts';

export interface StockExecutorOptions extends Pick<DataSourceOptions, 'sign' | 'timeouts'> {
  readonly supergraph: Supergraph;
  /** By the subgraph's name. */
  readonly transports: ReadonlyMap<string, Transport>;
  /** Whether a client may ask for the query plan with the header `apollo-query-plan-experimental`. */
  readonly exposeQueryPlan: boolean;
  /** Told of plans and of requests to subgraphs. */
  readonly telemetry: GatewayTelemetry;
  readonly log: Log;
}

/** `load` throws OperatorError when the supergraph cannot be used. */
export function createStockExecutor(options: StockExecutorOptions): ApolloGateway {
  switchTelemetryOff();
  const { supergraph, transports, sign, timeouts, telemetry, log } = options;
  const gateway = new ApolloGateway({
    supergraphSdl: stripSecurityFeatures(supergraph.sdl),
    buildService: ({ name }) => {
      const transport = transports.get(name);
      if (!transport) throw new Error(`There is no transport for the subgraph ${name}.`);
      return createDataSource({ name, transport, sign, timeouts, observe: telemetry.observeCall, log });
    },
    queryPlannerConfig: { cache: createWatchedPlanCache<QueryPlan>(telemetry) },
    __exposeQueryPlanExperimental: options.exposeQueryPlan,
    logger: apolloLogger(log),
  });
  const load = gateway.load.bind(gateway);
  gateway.load = (given) =>
    load(given).catch((cause: Error) => {
      const [reason] = cause.message.split('\n', 1);
      throw new OperatorError(
        `the supergraph cannot be used: ${reason} Run npm run schema -- compose, or correct SUPERGRAPH.`,
        { cause },
      );
    });
  return gateway;
}

/** Since 2.12 `@apollo/gateway` sends metrics of its machine to usage-reporting.api.apollographql.com. Its constructor
 * asks the environment whether it may; there is no option for it. */
function switchTelemetryOff(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
