/** Assembles the gateway: HTTP server, Apollo Server, routes. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { addHealth } from '@holdfast/kit-http/health';
import { addGracefulClose, type HttpServer } from '@holdfast/kit-http/httpServer';
import { addRequestScope } from '@holdfast/kit-http/requestScope';
import { fastify } from 'fastify';
import { startApollo } from './apolloServer.ts';
import { addHttpErrors, formatError, withCode } from './errors.ts';
import { createAnswerHead } from './fastPath/answerHead.ts';
import { createFastPath } from './fastPath/handler.ts';
import { createKnownOperations } from './fastPath/knownOperations.ts';
import { addLane } from './fastPath/lane.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import { createGraphs, type Graphs } from './graph/graphs.ts';
import { showFigures } from './graph/showFigures.ts';
import { addGraphQL } from './graphqlRoutes.ts';
import { addCompression, compressFor } from './http/compression.ts';
import { addContentDecoding } from './http/contentEncoding.ts';
import { createDrain } from './http/drain.ts';
import { httpLimits, limitHttp, MAX_HEADER_SIZE, serverOptionsFor } from './http/httpLimits.ts';
import { addPublishedKeys } from './publishedKeys.ts';
import { createAdmission } from './security/admission.ts';
import { createAuthentication } from './security/authentication.ts';
import { addCors, corsHeadersFor } from './security/cors.ts';
import { allowGetFromTools } from './security/csrf.ts';
import { addSecurityHeaders, SECURITY_HEADERS } from './security/headers.ts';
import { longestOperation } from './subgraphs/timeouts.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry } from './telemetry/telemetry.ts';
import { NO_TRAFFIC } from './traffic/traffic.ts';

/** The headers of every answer to an operation, as alternating names and values. */
const ANSWER_HEADERS = ['cache-control', 'no-store', ...Object.entries(SECURITY_HEADERS).flat()];

export interface Gateway extends HttpServer {
  /** The current supergraph's graph, and its replacement. */
  readonly graphs: Graphs;
}

/**
 * Creates the gateway. It does not listen yet, and needs no subgraph to be up.
 * @throws OperatorError when the supergraph cannot be used.
 */
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
  const known = createKnownOperations();
  graphs.onReplaced(known.clear);
  const admission = createAdmission(options);
  const started = await startApollo(options, {
    gateway: graphs.gateway,
    telemetry,
    traffic,
    admission,
    known,
  });
  const { apollo } = started;
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
  if (graphs.executionOf) {
    const fastPath = createFastPath({
      known,
      telemetry,
      traffic,
      admission,
      authenticate,
      newDeadline,
      executionOf: graphs.executionOf,
      formatError: (error) => formatError(withCode(error), error, log),
      compress: options.compression ? compressFor : null,
      head: createAnswerHead({
        always: ANSWER_HEADERS,
        forOrigin: corsHeadersFor(options.corsOrigins),
        keepAlive: limits.keepAlive,
        clock: options.clock,
      }),
      isDraining: drain.isDraining,
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
  addContentDecoding(app, options.bodyLimit);
  addRequestScope(app, { newId: telemetry.newId, traced: () => false });
  addSecurityHeaders(app);
  allowGetFromTools(app);
  addHttpErrors(app, log);
  await addCors(app, options.corsOrigins);
  addHealth(app, {
    supergraph: async () => apollo.assertStarted('the health check'),
    staying: drain.assertNotDraining,
  });
  if (authentication.keys) addPublishedKeys(app, authentication.keys);

  const graphql = await addGraphQL(app, options, {
    ...started,
    guard: () => graphs.current().guard,
    admission,
    authenticate,
    newDeadline,
    traffic,
    newId: telemetry.newId,
  });

  const close = async () => {
    await drain.begin();
    await drain.limit(Promise.all([graphql.drain(longest), app.close()]));
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
