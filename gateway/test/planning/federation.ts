import { composeServices } from '@apollo/composition';
import { printSchema, Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { silentLog } from '@holdfast/kit-base/log';
import {
  defaultFieldResolver,
  type FormattedExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  graphql,
  parse,
} from 'graphql';
import { createStockPlans } from '../../src/execution/stockPlans.ts';
import { nameOwnFields } from '../../src/planning/model/privateNames.ts';
import { createPlanner } from '../../src/planning/planner.ts';
import type { PlanSource, Requester } from '../../src/planning/thread/planSource.ts';
import { apolloLogger } from '../../src/telemetry/apolloLogger.ts';

export const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@override"])`;

export interface Subgraph {
  readonly sdl: string;
  // biome-ignore lint/suspicious/noExplicitAny: resolvers take whatever their types say
  readonly resolvers?: Record<string, any>;
}

export type Answer = FormattedExecutionResult;

/** In-memory subgraphs behind two instances of `@apollo/gateway`: one with its own planner, one with ours. */
export interface Federation {
  readonly supergraphSdl: string;
  /** Returns the answer with the plans of `@apollo/gateway`. */
  stock(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  ours(query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

export function compose(subgraphs: Readonly<Record<string, Subgraph>>): string {
  const services = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(`${LINK}\n${sdl}`),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new AggregateError(errors, `The subgraphs do not compose: ${errors.join('\n')}`);
  return supergraphSdl;
}

/** @param fieldResolver resolves fields that have no resolver. */
export function createFederation(
  subgraphs: Readonly<Record<string, Subgraph>>,
  fieldResolver: GraphQLFieldResolver<unknown, unknown> = defaultFieldResolver,
): Federation {
  const supergraphSdl = compose(subgraphs);
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, { sdl, resolvers = {} }]) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers }),
    ]),
  );
  return serveBoth(supergraphSdl, schemas, fieldResolver);
}

/** Serves the subgraphs of a supergraph. @param resolve resolves each of their fields. */
export function federationOf(
  supergraphSdl: string,
  resolve: GraphQLFieldResolver<unknown, unknown>,
): Federation {
  const subgraphs = [...Supergraph.build(supergraphSdl).subgraphs()];
  const schemas = new Map(
    subgraphs.map(({ name, schema }) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(printSchema(schema)), resolvers: {} }),
    ]),
  );
  return serveBoth(supergraphSdl, schemas, resolve);
}

function serveBoth(
  supergraphSdl: string,
  schemas: ReadonlyMap<string, GraphQLSchema>,
  fieldResolver: GraphQLFieldResolver<unknown, unknown>,
): Federation {
  const stock = serve(supergraphSdl, (name) => inMemory(schemas.get(name)!, fieldResolver), false);
  const ours = serve(supergraphSdl, (name) => inMemory(schemas.get(name)!, fieldResolver), true);
  return { supergraphSdl, stock, ours };
}

/** A requester without a deadline. */
export const ANYONE: Requester = { client: 'anyone', deadline: Number.POSITIVE_INFINITY };

/** Creates a plan source that runs our planner in this thread. */
export function planHere(supergraphSdl: string): PlanSource {
  const planner = createPlanner(supergraphSdl);
  return {
    plan: async (query, operationName) => ({
      plan: planner.plan(parse(query, { noLocation: true }), operationName),
      milliseconds: 0,
    }),
    schemas: planner.schemas,
    close: async () => undefined,
  };
}

function serve(
  supergraphSdl: string,
  subgraph: (name: string) => GraphQLDataSource,
  planned: boolean,
): Federation['stock'] {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const plans = planned ? createStockPlans(planHere(supergraphSdl)) : undefined;
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => subgraph(name),
    logger: apolloLogger(silentLog),
    ...(plans && { queryPlannerConfig: plans.queryPlannerConfig }),
  });
  if (plans) {
    const load = gateway.load.bind(gateway);
    gateway.load = async (options) => {
      const loaded = await load(options);
      return { ...loaded, executor: plans.wrap(loaded.executor) };
    };
  }
  const apollo = new ApolloServer({
    gateway,
    logger: apolloLogger(silentLog),
    stopOnTerminationSignals: false,
  });
  const started = apollo.start();
  return async (query, variables = {}) => {
    await started;
    const { body } = await apollo.executeOperation({ query, variables });
    if (body.kind !== 'single') throw new Error('The answer has parts.');
    return JSON.parse(JSON.stringify(body.singleResult)) as Answer;
  };
}

function inMemory(
  schema: GraphQLSchema,
  fieldResolver: GraphQLFieldResolver<unknown, unknown>,
): GraphQLDataSource {
  return {
    async process({ request }) {
      nameOwnFields(request.variables?.['representations']);
      const result = await graphql({
        schema,
        fieldResolver,
        source: request.query ?? '',
        variableValues: JSON.parse(JSON.stringify(request.variables ?? {})),
      });
      return JSON.parse(JSON.stringify(result));
    },
  };
}
