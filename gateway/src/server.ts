/** The one public door: HTTP, Apollo Server, routes. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { Clock, Monotonic } from '@holdfast/kit/clock';
import { addGracefulClose } from '@holdfast/kit/gracefulClose';
import { addHealth } from '@holdfast/kit/health';
import type { Log } from '@holdfast/kit/log';
import type { HttpServer } from '@holdfast/kit/server';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { apolloLogger } from './apolloLogger.ts';
import type { GatewayContext } from './context.ts';
import { addHttpErrors, formatError, withCode } from './errors.ts';
import { createCompiledExecutor } from './execution/compiled.ts';
import { createStockExecutor } from './execution/stock.ts';
import { createFastLane } from './fastPath/add.ts';
import { createFastPath } from './fastPath/handler.ts';
import { createKnownOperations } from './fastPath/knownOperations.ts';
import { addIde } from './ide.ts';
import { PLANNING_LIMITS, type PlanSource, startPlanningThread } from './planning/planningThread.ts';
import { rememberApiSchema } from './plugins/apiSchema.ts';
import { answerJsonWith200 } from './plugins/jsonStatus.ts';
import { measureOperations } from './plugins/limits.ts';
import { requireOperation } from './plugins/operation.ts';
import { rememberOperation } from './plugins/rememberOperation.ts';
import { giveScalarsMeaning } from './plugins/scalars.ts';
import { hideValueCompletion } from './plugins/valueCompletion.ts';
import { checkVariables } from './plugins/variables.ts';
import { addPublishedKeys } from './publishedKeys.ts';
import { createAdmission } from './security/admission.ts';
import { admitHttp } from './security/admitHttp.ts';
import { type AuthenticationOptions, createAuthentication } from './security/authentication.ts';
import { grantsOf } from './security/authorization/grants.ts';
import { createOperationGuard } from './security/authorization/guard.ts';
import { withAuthorization } from './security/authorization/withAuthorization.ts';
import { addCors, corsHeadersFor } from './security/cors.ts';
import { letToolsAskByGet } from './security/csrf.ts';
import type { Documents } from './security/documents/documents.ts';
import { persistedQueryCache } from './security/documents/persistedQueryCache.ts';
import { addSecurityHeaders, SECURITY_HEADERS } from './security/headers.ts';
import type { Limits } from './security/limits/limits.ts';
import { createRequestContext } from './security/requestContext.ts';
import type { ObserveCall } from './subgraphs/call.ts';
import { createSubgraphClients } from './subgraphs/clients.ts';
import type { Timeouts } from './subgraphs/timeouts.ts';
import type { Broker } from './subscriptions/broker.ts';
import { type ConnectionLimits, createConnections } from './subscriptions/connections.ts';
import { sendEvents, wantsEvents } from './subscriptions/sse.ts';
import { createSubscriber } from './subscriptions/subscriber.ts';
import { addWebSocket } from './subscriptions/websocket.ts';
import { type Supergraph, supergraphUnusable } from './supergraph/load.ts';

export interface GatewayOptions {
  readonly supergraph: Supergraph;
  /** Who executes: `compiled` is ours, `apollo` is `@apollo/gateway`'s. */
  readonly executor: 'compiled' | 'apollo';
  /** Null for a gateway that checks no tokens, vouches for nobody, and passes the client's `Authorization` on. */
  readonly authentication: AuthenticationOptions | null;
  /** Pages that may use the API from a browser: origins, or `*`. */
  readonly corsOrigins: readonly string[];
  /** Whether clients may ask for the schema, and for query plans. */
  readonly introspection: boolean;
  /** The folder of the built IDE, or null for no IDE. */
  readonly ide: string | null;
  readonly timeouts: Timeouts;
  /** Whether the same queries of one caller to a subgraph, at one time, are one request. */
  readonly shareInFlight: boolean;
  /** Follows each call of a subgraph. */
  readonly observeCall?: ObserveCall | undefined;
  /** The largest request in bytes. */
  readonly bodyLimit: number;
  readonly limits: Limits;
  readonly connectionLimits: ConnectionLimits;
  /** Items that a list is assumed to have where nothing says how many, for the estimated cost. */
  readonly listSize: number;
  /** Which documents clients may send. */
  readonly documents: Documents;
  /** Where events for subscriptions come from; null for a gateway without any. */
  readonly broker: Broker | null;
  readonly clock: Clock;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Milliseconds within which a client must have sent its whole request. */
const REQUEST_TIMEOUT = 30_000;

/** Milliseconds that a connection may be idle: longer than those of what stands before us. */
const KEEP_ALIVE = 72_000;
/** Of every answer to an operation, as names and values in turn. */
const ANSWER_HEADERS = ['cache-control', 'no-store', ...Object.entries(SECURITY_HEADERS).flat()];

/** Creates the gateway; it does not listen yet, and needs no subgraph to be up.
 * @throws OperatorError when the supergraph cannot be used. */
export async function createGateway(options: GatewayOptions): Promise<HttpServer> {
  const { supergraph, log } = options;
  const clients = createSubgraphClients({ ...options, sign: options.authentication?.sign ?? null });
  const apiSchema = rememberApiSchema();
  const known = createKnownOperations();
  const admission = createAdmission(options);
  const plans = await startPlanner(supergraph);
  const executor = EXECUTORS[options.executor]({
    supergraph,
    plans,
    clients,
    exposeQueryPlan: options.introspection,
    log,
  });
  const authorized = withAuthorization(executor, supergraph.sdl);
  const apollo = await startApollo(options, authorized, [
    apiSchema.plugin,
    measureOperations(admission, options.limits.cost),
    rememberOperation(known),
  ]);
  const authentication = createAuthentication(options.authentication, options);
  const { authenticate } = authentication;
  const guard = createOperationGuard(supergraph.sdl, apiSchema.current());
  const newDeadline = () => options.now() + options.timeouts.operation;

  const corsHeaders = corsHeadersFor(options.corsOrigins);
  const fastPath =
    'execute' in executor
      ? createFastPath({
          known,
          bodyLimit: options.bodyLimit,
          admission,
          authenticate,
          newDeadline,
          execute: (operation, variables, caller) =>
            guard(operation.document, operation.operation, grantsOf(caller.user))
              ? null
              : executor.execute(operation, variables, caller),
          formatError: (error) => formatError(withCode(error), error, log),
          headersFor: (origin) => [...ANSWER_HEADERS, ...corsHeaders(origin)],
          log,
        })
      : null;
  const lane = createFastLane(() => fastPath, {
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
  });
  const app = fastify({
    bodyLimit: options.bodyLimit,
    serverFactory: lane.serverFactory,
    forceCloseConnections: 'idle',
  });
  lane.addTo(app);
  addGracefulClose(app);
  addSecurityHeaders(app);
  letToolsAskByGet(app);
  addHttpErrors(app, log);
  await addCors(app, options.corsOrigins);
  addHealth(app, { supergraph: async () => apollo.assertStarted('the health check') });
  if (authentication.keys) addPublishedKeys(app, authentication.keys);

  const subscriber = createSubscriber({
    apollo,
    schema: apiSchema.current,
    admission,
    authenticate,
    newDeadline,
    introspection: options.introspection,
    broker: options.broker,
    log,
  });
  const connections = createConnections(options.connectionLimits);
  const webSocket = addWebSocket(app, {
    subscriber,
    authenticate,
    origins: options.corsOrigins,
    messageLimit: options.bodyLimit,
    connections,
    operationsPerConnection: options.connectionLimits.operationsPerConnection,
    log,
  });

  const ide = options.ide === null ? null : await addIde(app, options.ide);
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createRequestContext(request, reply, { authenticate, newDeadline });
  const answer = fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      admitHttp(admission, request);
      return contextOf(request, reply);
    },
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    async handler(request, reply) {
      if (ide?.wanted(request)) return ide.send(reply);
      if (!wantsEvents(request)) return answer.call(this, request, reply);
      const createContext = () => contextOf(request, reply);
      return sendEvents(request, reply, { subscriber, connections, createContext });
    },
  });
  if (ide) app.get('/', (_request, reply) => reply.redirect('/graphql'));

  const close = async () => {
    await subscriber.stop();
    await webSocket.close();
    await app.close();
    await authentication.stop();
    await apollo.stop();
    await plans.close();
    await clients.end();
  };
  let closing: Promise<void> | undefined;
  return {
    listen: (address) => app.listen(address),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

const EXECUTORS = { compiled: createCompiledExecutor, apollo: createStockExecutor };

/** @throws OperatorError when the supergraph cannot be used. */
async function startPlanner({ sdl }: Supergraph): Promise<PlanSource> {
  try {
    return await startPlanningThread({ supergraphSdl: sdl, ...PLANNING_LIMITS });
  } catch (cause) {
    throw supergraphUnusable(cause);
  }
}

async function startApollo(
  { introspection, documents, log }: GatewayOptions,
  gateway: GatewayInterface,
  plugins: readonly ApolloServerPlugin<GatewayContext>[],
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    gateway,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: persistedQueryCache(documents),
    formatError: (formatted, error) => formatError(formatted, error, log),
    logger: apolloLogger(log),
    plugins: [
      ...plugins,
      giveScalarsMeaning(),
      requireOperation(),
      checkVariables(),
      hideValueCompletion(log),
      answerJsonWith200(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
