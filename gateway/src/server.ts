/** The one public door: HTTP, Apollo Server, routes. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
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
import { addRequestScope } from '@holdfast/kit/telemetry/http';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { apolloLogger } from './apolloLogger.ts';
import type { GatewayContext } from './context.ts';
import { addHttpErrors, formatError, withCode } from './errors.ts';
import { createAnswerHead } from './fastPath/answerHead.ts';
import { createFastPath } from './fastPath/handler.ts';
import { createKnownOperations } from './fastPath/knownOperations.ts';
import { addLane } from './fastPath/lane.ts';
import { addCompression, compressFor } from './http/compression.ts';
import { createDrain } from './http/drain.ts';
import { httpLimits, limitHttp, MAX_HEADER_SIZE, serverOptionsFor } from './http/httpLimits.ts';
import { addIde } from './ide.ts';
import { rememberApiSchema } from './plugins/apiSchema.ts';
import { countOperation } from './plugins/countOperation.ts';
import { answerJsonWith200 } from './plugins/jsonStatus.ts';
import { measureOperations } from './plugins/limits.ts';
import { requireOperation } from './plugins/operation.ts';
import { rememberOperation } from './plugins/rememberOperation.ts';
import { giveScalarsMeaning } from './plugins/scalars.ts';
import { tellOfOperations } from './plugins/telemetry.ts';
import { hideValueCompletion } from './plugins/valueCompletion.ts';
import { checkVariables } from './plugins/variables.ts';
import { addPublishedKeys } from './publishedKeys.ts';
import { createAdmission } from './security/admission.ts';
import { admitHttp } from './security/admitHttp.ts';
import { type AuthenticationOptions, createAuthentication } from './security/authentication.ts';
import { addCors, corsHeadersFor } from './security/cors.ts';
import { letToolsAskByGet } from './security/csrf.ts';
import type { Documents } from './security/documents/documents.ts';
import { persistedQueryCache } from './security/documents/persistedQueryCache.ts';
import { addSecurityHeaders, SECURITY_HEADERS } from './security/headers.ts';
import type { Limits } from './security/limits/limits.ts';
import { createRequestContext } from './security/requestContext.ts';
import { longestOperation, type Timeouts } from './subgraphs/timeouts.ts';
import type { Broker } from './subscriptions/broker.ts';
import { type ConnectionLimits, createConnections } from './subscriptions/connections.ts';
import { sendEvents, wantsEvents } from './subscriptions/sse.ts';
import { createSubscriber } from './subscriptions/subscriber.ts';
import { addWebSocket } from './subscriptions/websocket.ts';
import { createGraphs, type Graphs } from './supergraph/graphs.ts';
import type { Supergraph } from './supergraph/load.ts';
import { createGatewayMetrics, type GatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry, type GatewayTelemetry } from './telemetry/telemetry.ts';
import { NO_TRAFFIC, type Traffic } from './traffic/traffic.ts';

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
  /** Whether answers are compressed for clients that want it. */
  readonly compression: boolean;
  /** Clients' connections at once. */
  readonly maxConnections: number;
  /** Milliseconds between not being ready any more and closing. */
  readonly drainDelay: number;
  /** Whether the same queries of one caller to a subgraph, at one time, are one request. */
  readonly shareInFlight: boolean;
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
  /** Told of what it does; by default one of its own, which nobody looks at. */
  readonly telemetry?: GatewayTelemetry;
  /** Counts what clients send; by default nobody does. */
  readonly traffic?: Traffic;
  readonly clock: Clock;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Of every answer to an operation, as names and values in turn. */
const ANSWER_HEADERS = ['cache-control', 'no-store', ...Object.entries(SECURITY_HEADERS).flat()];

export interface Gateway extends HttpServer {
  /** To replace the supergraph, and to tell of it. */
  readonly graphs: Graphs;
}

/** Creates the gateway; it does not listen yet, and needs no subgraph to be up.
 * @throws OperatorError when the supergraph cannot be used. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { traffic = NO_TRAFFIC, log } = options;
  const telemetry =
    options.telemetry ?? createGatewayTelemetry(createGatewayMetrics(), { newId: randomUUID });
  const graphs = await createGraphs(options.supergraph, {
    ...options,
    telemetry,
    sign: options.authentication?.sign ?? null,
  });
  showFigures(telemetry.metrics, graphs);
  const apiSchema = rememberApiSchema();
  const known = createKnownOperations();
  graphs.onReplaced(known.clear);
  const admission = createAdmission(options);
  const apollo = await startApollo(options, graphs.gateway, [
    tellOfOperations(telemetry),
    apiSchema.plugin,
    measureOperations(admission, options.limits.cost),
    rememberOperation(known, traffic),
    countOperation(traffic),
  ]);
  const authentication = createAuthentication(options.authentication, {
    ...options,
    supergraph: () => graphs.current().supergraph,
  });
  const { authenticate } = authentication;
  const newDeadline = () => options.now() + options.timeouts.operation;

  const longest = longestOperation(options.timeouts);
  const limits = httpLimits(options.maxConnections, longest);
  const app = fastify({
    bodyLimit: options.bodyLimit,
    serverFactory: (handler) => createServer(serverOptionsFor(limits), handler),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  limitHttp(app.server, limits, log);
  const drain = createDrain(app.server, { delay: options.drainDelay, limit: longest }, log);
  if (graphs.execute) {
    const fastPath = createFastPath({
      known,
      telemetry,
      traffic,
      admission,
      authenticate,
      newDeadline,
      execute: graphs.execute,
      formatError: (error) => formatError(withCode(error), error, log),
      compress: options.compression ? compressFor : null,
      head: createAnswerHead({
        always: ANSWER_HEADERS,
        forOrigin: corsHeadersFor(options.corsOrigins),
        keepAlive: limits.keepAlive,
        clock: options.clock,
      }),
      isLeaving: drain.isLeaving,
      log,
    });
    const lane = addLane(app.server, {
      fastPath,
      plain: { head: MAX_HEADER_SIZE, body: options.bodyLimit },
      times: limits,
    });
    app.addHook('preClose', async () => lane.close());
    drain.onLimit(lane.closeAll);
  }
  addGracefulClose(app);
  if (options.compression) addCompression(app);
  addRequestScope(app, { newId: telemetry.newId, traced: () => false });
  addSecurityHeaders(app);
  letToolsAskByGet(app);
  addHttpErrors(app, log);
  await addCors(app, options.corsOrigins);
  addHealth(app, {
    supergraph: async () => apollo.assertStarted('the health check'),
    staying: drain.assertStaying,
  });
  if (authentication.keys) addPublishedKeys(app, authentication.keys);

  const subscriber = createSubscriber({
    apollo,
    schema: apiSchema.current,
    admission,
    authenticate,
    newDeadline,
    introspection: options.introspection,
    broker: options.broker,
    traffic,
    newId: telemetry.newId,
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
    await drain.begin();
    const leave = async () => {
      await webSocket.close(longest);
      await subscriber.stop();
    };
    await drain.limit(Promise.all([leave(), app.close()]));
    await authentication.stop();
    await apollo.stop();
    await graphs.end();
  };
  let closing: Promise<void> | undefined;
  return {
    graphs,
    listen: (address) => app.listen(address),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** What is read at each look: of the subgraphs of the supergraph as it is then. */
function showFigures(metrics: GatewayMetrics, graphs: Graphs): void {
  metrics.showPlanCache(() => graphs.current().compiled);
  metrics.showBreakers(() =>
    Object.fromEntries(graphs.current().clients.all.map(({ name, state }) => [name, state()])),
  );
  for (const { name } of graphs.current().clients.all) {
    metrics.showPool(
      name,
      () =>
        graphs
          .current()
          .clients.all.find((client) => client.name === name)
          ?.figures() ?? {},
    );
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
