/** The route `/graphql`: operations over HTTP, as server-sent events and over WebSockets; and the IDE. */
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StartedApollo } from './apolloServer.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import { addIde } from './ide.ts';
import type { Admission } from './security/admission.ts';
import { admitHttp } from './security/admitHttp.ts';
import { createRequestContext } from './security/requestContext.ts';
import { createConnections } from './subscriptions/connections.ts';
import { sendEvents, wantsEvents } from './subscriptions/sse.ts';
import { createSubscriber, type SubscriberOptions } from './subscriptions/subscriber.ts';
import { addWebSocket } from './subscriptions/websocket.ts';

export interface OperationServices
  extends StartedApollo,
    Pick<SubscriberOptions, 'guard' | 'authenticate' | 'newDeadline' | 'traffic' | 'newId'> {
  readonly admission: Admission;
}

export interface GraphQLRoutes {
  /**
   * Ends subscriptions and WebSockets; WebSockets once their queries and mutations have been answered.
   * @param limit the milliseconds to wait for those.
   */
  drain(limit: number): Promise<void>;
}

/** Adds the routes to an app that does not listen yet. */
export async function addGraphQL(
  app: FastifyInstance,
  options: GatewayOptions,
  services: OperationServices,
): Promise<GraphQLRoutes> {
  const { apollo, admission, authenticate, newDeadline } = services;
  const { introspection, broker, log } = options;
  const subscriber = createSubscriber({ ...services, introspection, broker, log });
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
  return {
    async drain(limit) {
      await webSocket.close(limit);
      await subscriber.stop();
    },
  };
}
