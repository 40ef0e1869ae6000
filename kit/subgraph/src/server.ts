/**
 * A subgraph's HTTP server: GraphQL for callers with an identity; health, metrics and public documents for
 * everyone.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ApolloServer, type BaseContext } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { IDENTITY_HEADER, type Identity, type VerifyIdentity } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Log } from '@holdfast/kit-base/log';
import { maskError } from '@holdfast/kit-base/maskError';
import { addDeadlines } from '@holdfast/kit-http/deadlines';
import { addHealth, type HealthChecks } from '@holdfast/kit-http/health';
import { addGracefulClose, type HttpServer } from '@holdfast/kit-http/httpServer';
import { addMetrics, METRICS_PATH } from '@holdfast/kit-http/metricsRoute';
import { addRequestScope } from '@holdfast/kit-http/requestScope';
import { addWebhook, type WebhookHandler } from '@holdfast/kit-http/webhook';
import { createMetrics } from '@holdfast/kit-telemetry/metrics';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { Registry } from 'prom-client';
import { type AuthorizationContext, enforceAuthorization } from './authorization.ts';
import { refuseUnenforced } from './authorizationDirectives.ts';
import { addBatches } from './batches.ts';
import { BATCH_SUBPATH } from './batchProtocol.ts';
import { faultOfDatabase } from './databaseFaults.ts';
import { refuseAbandonedOperations, skipAbandonedResolvers } from './deadlines.ts';
import { measureOperations } from './operations.ts';
import { refuseUndecided } from './undecidedFields.ts';

export interface SubgraphServerOptions<Context extends AuthorizationContext> {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  readonly resolvers: object;
  /** Creates the context that the resolvers of one request share, with DataLoaders for example. */
  readonly context: (identity: Identity, request: ServedRequest) => Context;
  readonly verifyIdentity: VerifyIdentity;
  readonly health: HealthChecks;
  /** The registry served at GET /metrics. By default, one with the metrics that every process has. */
  readonly metrics?: Registry;
  /** Public JSON documents, by path. None by default. */
  readonly publicJson?: Readonly<Record<string, () => Promise<object>>>;
  /** Handlers of webhooks from third parties, by path. None by default. */
  readonly webhooks?: Readonly<Record<string, WebhookHandler>>;
  readonly log: Log;
}

/** The part of the HTTP request that a subgraph may use. */
export interface ServedRequest {
  readonly headers: IncomingHttpHeaders;
}

export interface SubgraphServer extends HttpServer {
  /**
   * Calls `listener` when a request that may write arrives, and again when it has been answered. Call this
   * before `listen`.
   */
  onRequest(listener: () => void): void;
}

const GRAPHQL_PATH = '/graphql';

/** The maximum size of a request in bytes. The gateway's limit is lower. */
const BODY_LIMIT = 1_048_576;

/**
 * Builds the executable schema of a subgraph, with its authorization directives enforced.
 * @throws Error for a directive that would not be enforced, or a field without a decision on who may read it.
 */
export function createSubgraphSchema(typeDefs: DocumentNode, resolvers: object): GraphQLSchema {
  refuseUnenforced(typeDefs);
  refuseUndecided(typeDefs);
  const schema = buildSubgraphSchema({ typeDefs, resolvers } as Parameters<typeof buildSubgraphSchema>[0]);
  return enforceAuthorization(skipAbandonedResolvers(schema));
}

/** Creates the server of a subgraph, which does not listen yet. */
export async function createSubgraphServer<Context extends AuthorizationContext & BaseContext>(
  options: SubgraphServerOptions<Context>,
): Promise<SubgraphServer> {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addRequestScope(app, { newId: newUuid, traced: ({ routeOptions: { url } }) => url === GRAPHQL_PATH });
  addDeadlines(app, options.name, GRAPHQL_PATH);
  addHealth(app, options.health);
  const metrics = options.metrics ?? createMetrics(options.name);
  addMetrics(app, metrics);
  const { publicJson = {}, webhooks = {} } = options;
  for (const [path, read] of Object.entries(publicJson)) addPublicJson(app, path, read, options.log);
  for (const [path, handle] of Object.entries(webhooks)) addWebhook(app, path, handle, options.log);
  const open = new Set([METRICS_PATH, ...Object.keys(publicJson), ...Object.keys(webhooks)]);
  const identities = requireIdentity(app, options.verifyIdentity, open);
  const apollo = new ApolloServer<Context>({
    schema: createSubgraphSchema(options.typeDefs, options.resolvers),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(options, formatted, unwrapResolverError(error)),
    plugins: [
      measureOperations(metrics),
      refuseAbandonedOperations(options.name),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();
  app.post(
    GRAPHQL_PATH,
    fastifyApolloHandler(apollo, {
      context: async (request) => {
        const identity = identities.get(request);
        if (!identity) throw new Error('A request got through without an identity.');
        return options.context(identity, { headers: request.headers });
      },
    }),
  );
  addBatches(app, `${GRAPHQL_PATH}${BATCH_SUBPATH}`, {
    name: options.name,
    apollo,
    verifyIdentity: options.verifyIdentity,
    context: (identity) => options.context(identity, { headers: {} }),
  });
  return {
    listen: (address) => app.listen(address),
    onRequest: (listener) => {
      const notify = ({ method }: FastifyRequest, _reply: unknown, done: () => void) => {
        if (method === 'POST') listener();
        done();
      };
      app.addHook('onRequest', notify);
      app.addHook('onResponse', notify);
    },
    close: async () => {
      await app.close();
      await apollo.stop();
    },
  };
}

/**
 * Reports a database that is unavailable or too slow as a transient fault, and masks any other unexpected
 * error.
 */
function formatError(
  { name, log }: Pick<SubgraphServerOptions<never>, 'name' | 'log'>,
  formatted: GraphQLFormattedError,
  cause: unknown,
): GraphQLFormattedError {
  const { path } = formatted;
  const fault =
    formatted.extensions?.['code'] === 'INTERNAL_SERVER_ERROR' ? faultOfDatabase(name, cause) : undefined;
  if (!fault) return maskError(formatted, cause, log);
  log.warn({ err: cause, path }, 'a resolver failed because the database is unavailable or too slow');
  return { ...fault.toJSON(), ...(path && { path }) };
}

function addPublicJson(app: FastifyInstance, path: string, read: () => Promise<object>, log: Log): void {
  app.get(path, async (_request, reply) => {
    try {
      return await read();
    } catch (err) {
      log.error({ err, path }, 'a public document could not be read');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
}

/** Answers 401 to requests without a trusted identity, except for health checks and open paths. */
function requireIdentity(
  app: FastifyInstance,
  verify: VerifyIdentity,
  open: ReadonlySet<string>,
): WeakMap<object, Identity> {
  const identities = new WeakMap<object, Identity>();
  app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url;
    if (path?.startsWith('/health/') || (path !== undefined && open.has(path))) return;
    const header = request.headers[IDENTITY_HEADER];
    const identity = await verify(typeof header === 'string' ? header : undefined);
    if (identity) identities.set(request, identity);
    else {
      const error = {
        message: 'This service answers only the gateway and other services.',
        extensions: { code: 'UNAUTHENTICATED' },
      };
      await reply.code(401).send({ errors: [error] });
    }
  });
  return identities;
}
