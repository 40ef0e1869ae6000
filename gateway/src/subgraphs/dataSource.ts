import type { GraphQLDataSource } from '@apollo/gateway';
import { codeOf } from '@holdfast/kit/errors';
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit/identity';
import type { Log } from '@holdfast/kit/log';
import type { Transport } from '@holdfast/kit/transport';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { readAnswer } from './answer.ts';
import { firstCost } from './firstCost.ts';

/** Milliseconds that one fetch from a subgraph may take. */
export interface Timeouts {
  readonly query: number;
  /** Longer, since placing an order is a saga over several services. */
  readonly mutation: number;
}

export interface DataSourceOptions {
  readonly name: string;
  readonly transport: Transport;
  readonly sign: SignIdentity;
  readonly timeouts: Timeouts;
  readonly log: Log;
}

/**
 * A subgraph as `@apollo/gateway`'s executor calls it. A fault is one error at the first field that it cost, with
 * SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE; a subgraph's own errors are passed on as they are. A client that goes away
 * ends its queries, never a mutation: what was begun is not left half done for that.
 */
export function createDataSource(options: DataSourceOptions): GraphQLDataSource<GatewayContext> {
  const { name, transport, sign, timeouts, log } = options;
  return {
    async process({ request, context, ...call }) {
      const { query = '', variables = {} } = request;
      const caller = context as GatewayContext;
      const operation =
        'incomingRequestContext' in call ? call.incomingRequestContext.operation?.operation : 'query';
      try {
        const reply = await transport.send({
          headers: {
            [IDENTITY_HEADER]: await sign(caller.user),
            [CLIENT_ADDRESS_HEADER]: caller.clientAddress,
          },
          body: JSON.stringify({ query, variables, operationName: request.operationName }),
          timeout: query.startsWith('mutation') ? timeouts.mutation : timeouts.query,
          signal: operation === 'mutation' ? null : caller.disconnected,
        });
        return readAnswer(name, reply);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        if (!caller.disconnected.aborted) {
          log.warn({ err: error.originalError, subgraph: name, code: codeOf(error) }, 'a subgraph failed');
        }
        const { message, extensions } = error;
        return { data: null, errors: [{ message, extensions, path: firstCost(query, variables) }] };
      }
    },
  };
}
