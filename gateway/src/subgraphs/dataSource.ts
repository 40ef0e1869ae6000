import type { GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import type { SubgraphAnswer } from './answer.ts';
import type { SubgraphCall } from './call.ts';
import type { SubgraphClient } from './client.ts';
import { firstCost } from './firstCost.ts';
import { isIdempotent } from './idempotent.ts';
import type { SubgraphFetch } from './joinFetches.ts';
import { mergeFetches } from './mergeFetches.ts';

/**
 * Creates a subgraph's data source for `@apollo/gateway`'s executor. Queries that start together are one
 * request (`mergeFetches`). A fault is one error for each fetch, SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, at
 * the first field that the fetch lost; a subgraph's own errors pass through unchanged. A client that
 * disconnects ends its queries, but never a mutation, which must not be left half done.
 */
export function createDataSource(client: Pick<SubgraphClient, 'ask'>): GraphQLDataSource<GatewayContext> {
  const send = (
    caller: GatewayContext,
    fetch: SubgraphFetch,
    call: Pick<SubgraphCall, 'kind' | 'idempotent' | 'signal'>,
  ): Promise<SubgraphAnswer> => client.ask({ caller, body: JSON.stringify(fetch), ...call });

  const query = mergeFetches<GatewayContext>((caller, fetch) =>
    send(caller, fetch, { kind: 'query', idempotent: true, signal: caller.disconnected }),
  );
  /**
   * The fields that a client selects of its mutation belong to the mutation, so these queries are not aborted
   * either.
   */
  const queryAfterMutation = mergeFetches<GatewayContext>((caller, fetch) =>
    send(caller, fetch, { kind: 'query', idempotent: true, signal: null }),
  );
  const mutate = (caller: GatewayContext, fetch: SubgraphFetch) =>
    send(caller, fetch, { kind: 'mutation', idempotent: isIdempotent(fetch), signal: null });

  return {
    async process({ request, context, ...call }) {
      const { query: text = '', variables = {}, operationName } = request;
      const fetch: SubgraphFetch = { query: text, variables, operationName };
      const caller = context as GatewayContext;
      const operation =
        'incomingRequestContext' in call ? call.incomingRequestContext.operation?.operation : 'query';
      try {
        return await (text.startsWith('mutation')
          ? mutate(caller, fetch)
          : operation === 'mutation'
            ? queryAfterMutation(caller, fetch)
            : query(caller, fetch));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        const { message, extensions } = error;
        const path = firstCost(text, variables);
        return { data: null, errors: [{ message, extensions, path }] };
      }
    },
  };
}
