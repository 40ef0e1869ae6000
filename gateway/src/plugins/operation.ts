import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';

/**
 * Refuses a subscription, since one answer cannot be one, and a request that does not say which of its document's
 * operations it means (GraphQL specification, section 6.1 "GetOperation"), with 400. `@apollo/gateway` finds both later, as
 * errors with status 500.
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
