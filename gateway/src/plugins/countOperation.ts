import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../operation/context.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** Counts each client operation that passed all checks. */
export function countOperation(traffic: Traffic): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      executionDidStart: async ({ document, operation, schema, contextValue: { client } }) => {
        if (client) traffic.count(traffic.identify(document, operation, schema), client);
      },
    }),
  };
}
