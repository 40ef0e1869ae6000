/**
 * The stock executor: `@apollo/gateway`, with our plans. Apollo Server needs a GatewayInterface, which our
 * own executor (`compiled.ts`) implements as well.
 */
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { Log } from '@holdfast/kit-base/log';
import { asksNothing } from '@holdfast/kit-graphql/asksNothing';
import { buildSchema, Kind, parse, valueFromASTUntyped } from 'graphql';
import type { Overrides } from '../overrides/overrides.ts';
import { nameOwnFields } from '../planning/model/privateNames.ts';
import type { PlanSource } from '../planning/thread/planSource.ts';
import type { SubgraphClients } from '../subgraphs/clients.ts';
import { createDataSource } from '../subgraphs/dataSource.ts';
import { adaptSupergraph } from '../supergraph/executableDirectives.ts';
import type { Supergraph } from '../supergraph/load.ts';
import { supergraphUnusable } from '../supergraph/load.ts';
import { apolloLogger } from '../telemetry/apolloLogger.ts';
import { createStockPlans } from './stockPlans.ts';

export interface StockExecutorOptions {
  readonly supergraph: Supergraph;
  readonly clients: Pick<SubgraphClients, 'get'>;
  /** True when a client may request the query plan with the header `apollo-query-plan-experimental`. */
  readonly exposeQueryPlan: boolean;
  /**
   * The source of the query plans: our planner, because the plans of `@apollo/gateway` return wrong data in
   * some cases.
   */
  readonly plans: PlanSource;
  /** Decides on overrides with a label; by default none is in force. */
  readonly overrides?: Overrides | null;
  readonly log: Log;
}

/** Creates the stock executor. Its `load` throws OperatorError when the supergraph cannot be used. */
export function createStockExecutor(options: StockExecutorOptions): ApolloGateway {
  switchTelemetryOff();
  const { supergraph, clients, log } = options;
  const plans = createStockPlans(options.plans, options.overrides);
  const gateway = new ApolloGateway({
    supergraphSdl: adaptSupergraph(supergraph.sdl),
    buildService: ({ name }) => withoutFaults(createDataSource(clients.get(name))),
    queryPlannerConfig: plans.queryPlannerConfig,
    __exposeQueryPlanExperimental: options.exposeQueryPlan,
    logger: apolloLogger(log),
  });
  // The API schema of our own executor: the one of `@apollo/gateway` has defaults that no SDL contains.
  const apiSchema = buildSchema(options.plans.schemas.api, { noLocation: true, assumeValidSDL: true });
  const onLoad = gateway.onSchemaLoadOrUpdate.bind(gateway);
  gateway.onSchemaLoadOrUpdate = (callback) => onLoad((loaded) => callback({ ...loaded, apiSchema }));
  const load = gateway.load.bind(gateway);
  gateway.load = async (given) => {
    const loaded = await load(given).catch((cause: Error) => {
      throw supergraphUnusable(cause);
    });
    return { ...loaded, executor: plans.wrap(loaded.executor) };
  };
  return gateway;
}

/**
 * Works around two faults of the executor of `@apollo/gateway`: it leaves null, zero, false and the empty
 * string in a representation under the name that only the plan knows, and it sends requests of which `@skip`
 * and `@include` leave nothing.
 */
function withoutFaults(dataSource: GraphQLDataSource): GraphQLDataSource {
  return {
    async process(options) {
      const { query = '', variables = {} } = options.request;
      const { representations } = variables;
      const holds = (name: string) => (variables[name] ?? defaultsOf(query)[name]) === true;
      if (asksNothing({ operation: query, requires: representations }, holds)) {
        return { data: Array.isArray(representations) ? { _entities: representations.map(() => ({})) } : {} };
      }
      nameOwnFields(representations);
      return dataSource.process(options);
    },
  };
}

function defaultsOf(operation: string): Readonly<Record<string, unknown>> {
  const { definitions } = parse(operation, { noLocation: true });
  return Object.fromEntries(
    definitions
      .flatMap((each) => (each.kind === Kind.OPERATION_DEFINITION ? (each.variableDefinitions ?? []) : []))
      .map(({ variable, defaultValue }) => [
        variable.name.value,
        defaultValue && valueFromASTUntyped(defaultValue),
      ]),
  );
}

/**
 * Since 2.12 `@apollo/gateway` sends metrics of its host to usage-reporting.api.apollographql.com. Its
 * constructor reads this variable; there is no option.
 */
function switchTelemetryOff(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
