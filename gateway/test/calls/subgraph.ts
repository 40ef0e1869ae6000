/** A subgraph that behaves over real HTTP as a test prescribes, and a client of it. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLog } from '@holdfast/kit-base/log';
import type { GatewayContext } from '../../src/operation/context.ts';
import type { CallOutcome, SubgraphCall } from '../../src/subgraphs/call.ts';
import {
  createSubgraphClient,
  type SubgraphClient,
  type SubgraphClientOptions,
} from '../../src/subgraphs/client.ts';
import { createSubgraphTransport } from '../../src/subgraphs/transport.ts';

export interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly response: ServerResponse;
  /** Resolves when the connection closes before the answer is written. */
  readonly cut: Promise<void>;
}

export interface TestSubgraph extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Requests, without the gateway's own probes. */
  readonly asked: readonly Asked[];
  /** The number of the gateway's probes. */
  readonly probes: () => number;
  /** Resolves when it has had this many requests. */
  reached(count: number): Promise<void>;
}

/** @param n the number of earlier requests, without probes. */
export type Behaviour = (asked: Asked, n: number) => void;

export const answer = (data: object) => (asked: Asked) => {
  asked.response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
};
export const status = (code: number) => (asked: Asked) => void asked.response.writeHead(code).end();
export const reset = ({ response }: Asked) => void response.socket?.resetAndDestroy();
export const hang = () => {};

/** Behaves in each way in turn; the last one stays. */
export const inTurn =
  (...behaviours: readonly [Behaviour, ...Behaviour[]]): Behaviour =>
  (asked, n) =>
    (behaviours[n] ?? behaviours.at(-1)!)(asked, n);

/**
 * @param probed how it answers probes; as `behave` does by default.
 * @param port 0 for any free one.
 */
export async function startSubgraph(
  behave: Behaviour,
  { probed = behave, port = 0 }: { probed?: Behaviour; port?: number } = {},
): Promise<TestSubgraph> {
  const all: Asked[] = [];
  let probes = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const cut = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const asked = { headers: request.headers, body: await text(request).catch(() => ''), response, cut };
    if (asked.body === '{"query":"{ __typename }"}') return probed(asked, probes++);
    all.push(asked);
    for (const { count, resolve } of waiting) if (all.length >= count) resolve();
    behave(asked, all.length - 1);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/graphql`,
    port: address.port,
    asked: all,
    probes: () => probes,
    reached: (count) =>
      new Promise((resolve) => {
        if (all.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port without a listener. */
export async function deadPort(): Promise<number> {
  await using subgraph = await startSubgraph(hang);
  return subgraph.port;
}

export interface TestClient extends SubgraphClient, AsyncDisposable {
  /** The outcome of each call, as an observer sees it. */
  readonly outcomes: readonly CallOutcome[];
}

export function clientOf(url: string, options: Partial<SubgraphClientOptions> = {}): TestClient {
  const outcomes: CallOutcome[] = [];
  const client = createSubgraphClient({
    name: 'stock',
    transport: createSubgraphTransport({ name: 'stock', url }),
    sign: async (user) => `signed for ${user?.id ?? 'nobody'}`,
    timeouts: { query: 10_000, mutation: 20_000, operation: 15_000 },
    shareInFlight: true,
    onMutated() {},
    observe: () => ({ ended: (outcome) => outcomes.push(outcome) }),
    now: () => performance.now(),
    log: silentLog,
    probeInterval: 5,
    ...options,
  });
  return { ...client, outcomes, [Symbol.asyncDispose]: () => client.end() };
}

/** A signed-in or an anonymous caller. */
export function callerOf(id: string | null, more: Partial<GatewayContext> = {}): GatewayContext {
  return {
    user: id === null ? null : { id, roles: ['CUSTOMER'] },
    clientAddress: '::1',
    disconnected: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
    ...more,
  };
}

export function queryOf(query: string, more: Partial<SubgraphCall> = {}): SubgraphCall {
  const body = JSON.stringify({ query, variables: {} });
  return { caller: callerOf('ada'), body, kind: 'query', idempotent: true, signal: null, ...more };
}

export const mutationOf = (query: string, more: Partial<SubgraphCall> = {}): SubgraphCall =>
  queryOf(query, { kind: 'mutation', idempotent: false, ...more });

export const UNAVAILABLE = {
  message: 'The stock service is not available.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'stock' },
};
export const TIMEOUT = {
  message: 'The stock service did not answer in time.',
  extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'stock' },
};
