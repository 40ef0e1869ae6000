/**
 * Planning and execution by `@apollo/gateway` as it comes. What Apollo Server needs of them is a GatewayInterface; an
 * executor of our own is another function like this one.
 */
import { ApolloGateway } from '@apollo/gateway';
import { OperatorError } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';
import { apolloLogger } from '../apolloLogger.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import { createDataSource } from '../subgraphs/dataSource.ts';
import type { Supergraph } from '../supergraph/load.ts';
import { stripSecurityFeatures } from '../supergraph/securityFeatures.ts';

export interface StockExecutorOptions {
  readonly supergraph: Supergraph;
  readonly clients: Pick<SubgraphClients, 'get'>;
  /** Whether a client may ask for the query plan with the header `apollo-query-plan-experimental`. */
  readonly exposeQueryPlan: boolean;
  readonly log: Log;
}

/** `load` throws OperatorError when the supergraph cannot be used. */
export function createStockExecutor(options: StockExecutorOptions): ApolloGateway {
  switchTelemetryOff();
  const { supergraph, clients, log } = options;
  const gateway = new ApolloGateway({
    supergraphSdl: stripSecurityFeatures(supergraph.sdl),
    buildService: ({ name }) => createDataSource(clients.get(name)),
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
