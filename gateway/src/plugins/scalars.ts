import type { ApolloServerPlugin } from '@apollo/server';
import { scalars } from '@holdfast/kit-values/scalars';
import { isScalarType } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';

/**
 * Gives the schema's custom scalars their parsers in the API schema. Composition keeps only their names, so a
 * wrong DateTime or Decimal would reach a subgraph, whose error would not say where. Values are checked here,
 * and still sent to subgraphs as the client wrote them.
 */
export function addScalarParsers(): ApolloServerPlugin<GatewayContext> {
  return {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate({ apiSchema }) {
        for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
          const type = apiSchema.getType(name);
          if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
        }
      },
    }),
  };
}
