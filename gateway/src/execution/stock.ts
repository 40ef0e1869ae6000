/**
 * Planning and execution by `@apollo/gateway` as it comes. What Apollo Server needs of them is a GatewayInterface; an
 * executor of our own is another function like this one.
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
  /** Whether a client may ask for the query plan with the header `apollo-query-plan-experimental`. */
  readonly exposeQueryPlan: boolean;
  /** Where the query plans come from: our planner, as `@apollo/gateway`'s own gives wrong data in some cases. */
  readonly plans: PlanSource;
  /** What decides on overrides with a label; none is in force by default. */
  readonly overrides?: Overrides | null;
  readonly log: Log;
}

/** `load` throws OperatorError when the supergraph cannot be used. */
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
  // The schema of clients as our own executor has it: that of `@apollo/gateway` has defaults that nobody wrote.
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
 * A subgraph as `@apollo/gateway` calls it, without two faults of its executor: it leaves a representation's null, zero, false and
 * empty text under the name that only the plan knows, and it sends requests of which `@skip` and `@include` leave nothing.
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

/** Since 2.12 `@apollo/gateway` sends metrics of its machine to usage-reporting.api.apollographql.com. Its constructor
 * asks the environment whether it may; there is no option for it. */
function switchTelemetryOff(): void {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
}
