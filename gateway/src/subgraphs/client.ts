import type { Monotonic } from '@holdfast/kit/clock';
import { codeOf, subgraphTimeout } from '@holdfast/kit/errors';
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit/identity';
import type { Log } from '@holdfast/kit/log';
import type { Transport } from '@holdfast/kit/transport';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { assertNotSkewed, readAnswer, type SubgraphAnswer } from './answer.ts';
import type { Timeouts } from './timeouts.ts';

/** One request to a subgraph, for one client. */
export interface SubgraphCall {
  readonly caller: GatewayContext;
  /** JSON text of `query`, `variables` and `operationName`. */
  readonly body: string;
  readonly kind: 'query' | 'mutation';
  /** A mutation that may be sent again: each of its fields carries an idempotency key. */
  readonly idempotent: boolean;
  /** Ends the wait, and the request when nobody else waits for it. A mutation's client may go: null. */
  readonly signal: AbortSignal | null;
}

/** A subgraph as an executor calls it. */
export interface SubgraphClient {
  /** As the supergraph names it. */
  readonly name: string;
  /**
   * @returns what the subgraph answered, its own errors included: the caller's to keep and to change.
   * @throws GraphQLError SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, whose message names the subgraph and never an address.
   */
  ask(call: SubgraphCall): Promise<SubgraphAnswer>;
}

export interface SubgraphClientOptions {
  readonly name: string;
  readonly transport: Transport;
  /** Null sends no identity, but the client's own `Authorization`. */
  readonly sign: SignIdentity | null;
  readonly timeouts: Timeouts;
  readonly now: Monotonic;
  readonly log: Log;
}

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, transport, sign, timeouts, now, log } = options;

  async function headersFor({ user, clientAddress, authorization }: GatewayContext) {
    return {
      [CLIENT_ADDRESS_HEADER]: clientAddress,
      ...(sign && { [IDENTITY_HEADER]: await sign(user) }),
      ...(!sign && authorization !== undefined && { authorization }),
    };
  }

  async function send(call: SubgraphCall, timeout: number): Promise<SubgraphAnswer> {
    if (timeout <= 0) throw subgraphTimeout(name, new Error('The operation has no time left.'));
    const headers = await headersFor(call.caller);
    const reply = await transport.send({ headers, body: call.body, timeout, signal: call.signal });
    const answer = readAnswer(name, reply);
    assertNotSkewed(name, answer);
    return answer;
  }

  return {
    name,
    async ask(call) {
      const { caller, kind } = call;
      try {
        if (kind === 'query') return await send(call, Math.min(timeouts.query, caller.deadline - now()));
        return await send(call, timeouts.mutation).finally(() => {
          caller.deadline = now() + timeouts.operation;
        });
      } catch (error) {
        if (error instanceof GraphQLError && !caller.disconnected.aborted) {
          log.warn({ err: error.originalError, subgraph: name, code: codeOf(error) }, 'a subgraph failed');
        }
        throw error;
      }
    },
  };
}
