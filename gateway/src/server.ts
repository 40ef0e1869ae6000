/** The one public door: HTTP, Apollo Server, routes. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { Clock } from '@holdfast/kit/clock';
import { addGracefulClose } from '@holdfast/kit/gracefulClose';
import { addHealth } from '@holdfast/kit/health';
import type { SignIdentity } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import type { Log } from '@holdfast/kit/log';
import type { HttpServer } from '@holdfast/kit/server';
import { addRequestScope } from '@holdfast/kit/telemetry/http';
import type { Transport } from '@holdfast/kit/transport';
import { type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import { apolloLogger } from './apolloLogger.ts';
import type { GatewayContext } from './context.ts';
import { addHttpErrors, formatError } from './errors.ts';
import { createStockExecutor } from './execution/stock.ts';
import { addIde } from './ide.ts';
import { rememberApiSchema } from './plugins/apiSchema.ts';
import { requireOperation } from './plugins/operation.ts';
import { giveScalarsMeaning } from './plugins/scalars.ts';
import { tellOfOperations } from './plugins/telemetry.ts';
import { hideValueCompletion } from './plugins/valueCompletion.ts';
import { checkVariables } from './plugins/variables.ts';
import { addPublishedKeys } from './publishedKeys.ts';
import { createAuthenticator } from './security/accessToken.ts';
import { addCors } from './security/cors.ts';
import { fetchPublished } from './security/fetchPublished.ts';
import { addSecurityHeaders } from './security/headers.ts';
import { createAccessTokenKeys } from './security/keys.ts';
import { createRequestContext } from './security/requestContext.ts';
import { followRevokedSessions } from './security/revokedSessions.ts';
import type { Timeouts } from './subgraphs/dataSource.ts';
import { createSubgraphTransport } from './subgraphs/transport.ts';
import type { Broker } from './subscriptions/broker.ts';
import { sendEvents, wantsEvents } from './subscriptions/sse.ts';
import { createSubscriber } from './subscriptions/subscriber.ts';
import { addWebSocket } from './subscriptions/websocket.ts';
import type { Supergraph } from './supergraph/load.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry, type GatewayTelemetry } from './telemetry/telemetry.ts';

export interface GatewayOptions {
  readonly supergraph: Supergraph;
  /** Where the access tokens' public keys are. */
  readonly jwksUrl: string;
  /** Vouches for the caller to subgraphs, as `gateway`. */
  readonly sign: SignIdentity;
  /** Pages that may use the API from a browser: origins, or `*`. */
  readonly corsOrigins: readonly string[];
  /** Whether clients may ask for the schema, and for query plans. */
  readonly introspection: boolean;
  /** The folder of the built IDE, or null for no IDE. */
  readonly ide: string | null;
  readonly timeouts: Timeouts;
  /** Where events for subscriptions come from; null for a gateway without any. */
  readonly broker: Broker | null;
  /** Told of what it does; by default one of its own, which nobody looks at. */
  readonly telemetry?: GatewayTelemetry;
  readonly clock: Clock;
  readonly log: Log;
}

/** The largest request in bytes. */
const BODY_LIMIT = 262_144;
/** Milliseconds within which a client must have sent its whole request. */
const REQUEST_TIMEOUT = 30_000;

/** Creates the gateway; it does not listen yet, and needs no subgraph to be up.
 * @throws OperatorError when the supergraph cannot be used. */
export async function createGateway(options: GatewayOptions): Promise<HttpServer> {
  const { supergraph, sign, clock, log } = options;
  const telemetry = options.telemetry ?? createGatewayTelemetry(createGatewayMetrics(), { newId: newUuid });
  const transports = new Map(
    supergraph.subgraphs.map((subgraph) => [subgraph.name, createSubgraphTransport(subgraph)]),
  );
  for (const [name, { figures }] of transports) if (figures) telemetry.metrics.showPool(name, figures);
  const apiSchema = rememberApiSchema();
  const apollo = await startApollo({ ...options, telemetry }, transports, apiSchema.plugin);
  const published = (path: string) => () => fetchPublished(new URL(path, options.jwksUrl).href, sign);
  const fetchKeys = published(options.jwksUrl) as () => Promise<JSONWebKeySet>; // jose checks it
  const keys = createAccessTokenKeys({ fetchKeys, clock, log });
  const revoked = followRevokedSessions(published('/.well-known/revoked-sessions'), log);
  const authenticate = createAuthenticator({ keys, clock, revoked });

  const app = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: 'idle',
  });
  addGracefulClose(app);
  addRequestScope(app, { newId: telemetry.newId, traced: () => false });
  addSecurityHeaders(app);
  addHttpErrors(app, log);
  await addCors(app, options.corsOrigins);
  addHealth(app, { supergraph: async () => apollo.assertStarted('the health check') });
  addPublishedKeys(app, keys);

  const subscriber = createSubscriber({
    apollo,
    schema: apiSchema.current,
    authenticate,
    introspection: options.introspection,
    broker: options.broker,
    newId: telemetry.newId,
    log,
  });
  const webSocket = addWebSocket(app, {
    subscriber,
    authenticate,
    origins: options.corsOrigins,
    messageLimit: BODY_LIMIT,
    log,
  });

  const ide = options.ide === null ? null : await addIde(app, options.ide);
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createRequestContext(request, reply, authenticate);
  const answer = fastifyApolloHandler(apollo, { context: contextOf });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    async handler(request, reply) {
      if (ide?.wanted(request)) return ide.send(reply);
      if (!wantsEvents(request)) return answer.call(this, request, reply);
      return sendEvents(request, reply, { subscriber, createContext: () => contextOf(request, reply) });
    },
  });
  if (ide) app.get('/', (_request, reply) => reply.redirect('/graphql'));

  const close = async () => {
    await subscriber.stop();
    await webSocket.close();
    await app.close();
    await revoked.stop();
    await apollo.stop();
    await Promise.all([...transports.values()].map((transport) => transport.end()));
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

async function startApollo(
  {
    supergraph,
    sign,
    timeouts,
    introspection,
    telemetry,
    log,
  }: GatewayOptions & { readonly telemetry: GatewayTelemetry },
  transports: ReadonlyMap<string, Transport>,
  apiSchemaPlugin: ApolloServerPlugin<GatewayContext>,
): Promise<ApolloServer<GatewayContext>> {
  const apollo = new ApolloServer<GatewayContext>({
    gateway: createStockExecutor({
      supergraph,
      transports,
      sign,
      timeouts,
      exposeQueryPlan: introspection,
      telemetry,
      log,
    }),
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    logger: apolloLogger(log),
    plugins: [
      tellOfOperations(telemetry),
      apiSchemaPlugin,
      giveScalarsMeaning(),
      requireOperation(),
      checkVariables(),
      hideValueCompletion(log),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
