/**
 * A federation over real HTTP: subgraphs from SDL and resolvers, and a gateway for each executor in front of
 * them.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { silentLog } from '@holdfast/kit-base/log';
import { type FormattedExecutionResult, graphql, parse, Source } from 'graphql';
import { composeSources } from '../../../schema/src/composition/compose.ts';
import type { GatewayOptions } from '../../src/gatewayOptions.ts';
import { createGateway, type Gateway } from '../../src/server.ts';
import { readSupergraph } from '../../src/supergraph/load.ts';
import { DEFAULT_GUARDS } from '../support/house.ts';

export type Executor = GatewayOptions['executor'];

export interface Subgraph {
  readonly sdl: string;
  // biome-ignore lint/suspicious/noExplicitAny: resolvers take whatever their types say
  readonly resolvers?: Record<string, any>;
}

export type Subgraphs = Readonly<Record<string, Subgraph>>;

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface Federation extends AsyncDisposable {
  ask(
    executor: Executor,
    question: Question,
    headers?: Readonly<Record<string, string>>,
  ): Promise<FormattedExecutionResult>;
  readonly gateways: ReadonlyMap<Executor, Gateway>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject", "@composeDirective"])`;

export async function startFederation(
  subgraphs: Subgraphs,
  executors: readonly Executor[],
  options: Partial<GatewayOptions> = {},
  finish = (composed: string) => composed,
): Promise<Federation> {
  await using opened = new AsyncDisposableStack();
  const services = [];
  for (const [name, subgraph] of Object.entries(subgraphs)) {
    const server = opened.use(await startSubgraph(subgraph));
    const source = new Source(`${LINK}\n${subgraph.sdl}`, name);
    services.push({ name, url: server.url, file: name, source, document: parse(source) });
  }
  const { composed, problems } = composeSources(services);
  if (!composed) throw new Error(`The subgraphs do not compose: ${JSON.stringify(problems)}`);
  const urls = new Map<Executor, string>();
  const gateways = new Map<Executor, Gateway>();
  for (const executor of executors) {
    const gateway = await createGateway({
      supergraph: readSupergraph(finish(composed.supergraph), 'the federation'),
      executor,
      authentication: null,
      corsOrigins: [],
      introspection: true,
      ide: null,
      timeouts: { query: 5_000, mutation: 10_000, operation: 10_000 },
      compression: false,
      maxConnections: 100,
      drainDelay: 0,
      shareInFlight: true,
      broker: null,
      ...DEFAULT_GUARDS,
      clock: () => new Date(),
      now: () => performance.now(),
      log: silentLog,
      ...options,
    });
    gateways.set(executor, gateway);
    opened.defer(() => gateway.close());
    urls.set(executor, await gateway.listen({ host: '127.0.0.1', port: 0 }));
  }
  const disposal = opened.move();
  return {
    gateways,
    async ask(executor, question, headers = {}) {
      const response = await fetch(`${urls.get(executor)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify(question),
      });
      return (await response.json()) as FormattedExecutionResult;
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

async function startSubgraph({ sdl, resolvers = {} }: Subgraph): Promise<AsyncDisposable & { url: string }> {
  const schema = buildSubgraphSchema({ typeDefs: parse(`${LINK}\n${sdl}`), resolvers });
  const server = createServer(async (request, response) => {
    const { query: source, variables: variableValues } = JSON.parse(await text(request));
    const result = await graphql({ schema, source, variableValues });
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
