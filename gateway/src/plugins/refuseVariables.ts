import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import { checkVariableTypes } from '../security/variableTypes.ts';

/**
 * Refuses variables that do not match their types, with 400 and one error that lists all problems with their
 * paths. Apollo Server would find them later, in one error each, with the path inside a sentence and the
 * whole value before it: 276 MB in 14 s for 49 KB of unknown fields.
 */
export function refuseVariables(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, schema, request }) => {
        const error = operation && checkVariableTypes(operation, schema, request.variables ?? {});
        if (!error) return;
        throw new GraphQLError(error.message, {
          extensions: { ...error.extensions, http: { status: 400 } },
        });
      },
    }),
  };
}
