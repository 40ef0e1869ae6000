import type { ApolloServerPlugin } from '@apollo/server';
import { scalars } from '@holdfast/kit-values/scalars';
import { isScalarType } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';

/**
 * Gives the contract's scalars their meaning in the API schema: composition leaves only their names, and a wrong
 * DateTime or Decimal would be found by a subgraph, without saying where. Values are checked here, and still sent to
 * subgraphs as the client wrote them.
 */
export function giveScalarsMeaning(): ApolloServerPlugin<GatewayContext> {
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
