import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';

/** Remembers the API schema, for requests that do not pass through Apollo Server. */
export function rememberApiSchema(): {
  plugin: ApolloServerPlugin<GatewayContext>;
  /** @throws Error before Apollo Server has started, which is a defect. */
  current(): GraphQLSchema;
} {
  let schema: GraphQLSchema | undefined;
  return {
    plugin: {
      serverWillStart: async () => ({
        schemaDidLoadOrUpdate({ apiSchema }) {
          schema = apiSchema;
        },
      }),
    },
    current() {
      if (!schema) throw new Error('There is no API schema yet.');
      return schema;
    },
  };
}
