import type { GraphQLDataSource } from '@apollo/gateway';
import { codeOf } from '@holdfast/kit/errors';
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit/identity';
import type { Log } from '@holdfast/kit/log';
import type { Transport, TransportRequest } from '@holdfast/kit/transport';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { GatewayTelemetry } from '../telemetry/telemetry.ts';
import { assertNotSkewed, readAnswer, type SubgraphAnswer } from './answer.ts';
import { firstCost } from './firstCost.ts';
import type { SubgraphFetch } from './joinFetches.ts';
import { mergeFetches } from './mergeFetches.ts';

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
  /** Follows each request. */
  readonly observe?: GatewayTelemetry['observeCall'] | undefined;
  readonly log: Log;
}

/**
 * A subgraph as `@apollo/gateway`'s executor calls it. Queries that begin together are one request (`mergeFetches`). A
 * fault is one error at the first field that it cost each fetch, with SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE; a
 * subgraph's own errors are passed on as they are. A client that goes away ends its queries, never a mutation: what was
 * begun is not left half done for that.
 */
export function createDataSource(options: DataSourceOptions): GraphQLDataSource<GatewayContext> {
  const { name, transport, sign, timeouts, observe, log } = options;

  async function send(
    caller: GatewayContext,
    body: SubgraphFetch,
    { timeout, signal }: Pick<TransportRequest, 'timeout' | 'signal'>,
  ): Promise<SubgraphAnswer> {
    const observed = observe?.(name, { kind: body.query.startsWith('mutation') ? 'mutation' : 'query' });
    const began = performance.now();
    let code: string | null = null;
    let status: number | null = null;
    try {
      const reply = await transport.send({
        headers: {
          ...observed?.headers,
          [IDENTITY_HEADER]: await sign(caller.user),
          [CLIENT_ADDRESS_HEADER]: caller.clientAddress,
        },
        body: JSON.stringify(body),
        timeout,
        signal,
      });
      status = reply.status;
      return readAnswer(name, reply);
    } catch (error) {
      code = codeOf(error) ?? 'INTERNAL_SERVER_ERROR';
      throw error;
    } finally {
      const milliseconds = performance.now() - began;
      observed?.ended({ code, status, milliseconds, retried: false, shared: false });
    }
  }

  const query = mergeFetches<GatewayContext>((caller, fetch) =>
    send(caller, fetch, { timeout: timeouts.query, signal: caller.disconnected }),
  );
  /** What a client wants to see of its mutation belongs to it, and is not broken off either. */
  const queryAfterMutation = mergeFetches<GatewayContext>((caller, fetch) =>
    send(caller, fetch, { timeout: timeouts.query, signal: null }),
  );

  return {
    async process({ request, context, ...call }) {
      const { query: text = '', variables = {}, operationName } = request;
      const fetch: SubgraphFetch = { query: text, variables, operationName };
      const caller = context as GatewayContext;
      const operation =
        'incomingRequestContext' in call ? call.incomingRequestContext.operation?.operation : 'query';
      try {
        const answer = await (text.startsWith('mutation')
          ? send(caller, fetch, { timeout: timeouts.mutation, signal: null })
          : operation === 'mutation'
            ? queryAfterMutation(caller, fetch)
            : query(caller, fetch));
        assertNotSkewed(name, answer);
        return answer;
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        if (!caller.disconnected.aborted) {
          log.warn({ err: error.originalError, subgraph: name, code: codeOf(error) }, 'a subgraph failed');
        }
        const { message, extensions } = error;
        const path = firstCost(text, variables);
        return { data: null, errors: [{ message, extensions, path }] };
      }
    },
  };
}
