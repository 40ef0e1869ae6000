import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';

/**
 * Refuses, with 400, a subscription, which a single answer cannot carry, and a request that does not name one
 * of its document's operations (GraphQL specification, section 6.1 "GetOperation"). `@apollo/gateway` would
 * find both later, as errors with status 500.
 */
export function requireOperation(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, request }) => {
        if (operation?.operation === 'subscription') {
          throw new GraphQLError('A subscription needs a WebSocket, or accept: text/event-stream.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        }
        if (operation) return;
        const message = request.operationName
          ? `The document has no operation named "${request.operationName}".`
          : 'The document has several operations; operationName must say which one.';
        throw new GraphQLError(message, {
          extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
        });
      },
    }),
  };
}
