/** A gateway whose plan for `{ start { next { name } } }` has three steps, each in another, slow subgraph. */
import { composeServices } from '@apollo/composition';
import { silentLog } from '@holdfast/kit-base/log';
import { parse } from 'graphql';
import { createGateway } from '../../src/server.ts';
import type { Timeouts } from '../../src/subgraphs/timeouts.ts';
import { readSupergraph } from '../../src/supergraph/load.ts';
import { DEFAULT_GUARDS } from '../support/house.ts';
import { type Asked, answer, startSubgraph } from './subgraph.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

const STEPS = {
  one: {
    sdl: `${LINK} type Query { start: Start } type Start @key(fields: "id") { id: ID! }
      type Mutation { begin: Start }`,
    data: { start: { __typename: 'Start', id: '1' }, begin: { __typename: 'Start', id: '1' } },
  },
  two: {
    sdl: `${LINK} type Start @key(fields: "id") { id: ID! next: Next } type Next @key(fields: "id") { id: ID! }`,
    data: { _entities: [{ next: { __typename: 'Next', id: '2' } }] },
  },
  three: {
    sdl: `${LINK} type Next @key(fields: "id") { id: ID! name: String }`,
    data: { _entities: [{ name: 'last' }] },
  },
};

export interface Chain extends AsyncDisposable {
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  ask(query: string): Promise<any>;
  /** The timeout that each step was given, in milliseconds. */
  readonly told: readonly number[];
}

/** @param taken the milliseconds of the gateway's clock that a step takes. */
export async function startChain(taken: number, timeouts: Timeouts): Promise<Chain> {
  let time = 0;
  const told: number[] = [];
  await using opened = new AsyncDisposableStack();
  const services = [];
  for (const [name, { sdl, data }] of Object.entries(STEPS)) {
    const behave = (asked: Asked) => {
      told.push(Number(asked.headers['x-holdfast-timeout']));
      time += taken;
      answer(data)(asked);
    };
    const { url } = opened.use(await startSubgraph(behave));
    services.push({ name, url, typeDefs: parse(sdl) });
  }
  const { supergraphSdl = '' } = composeServices(services);
  const gateway = await createGateway({
    supergraph: readSupergraph(supergraphSdl, 'the chain'),
    executor: 'compiled',
    authentication: { jwksUrl: 'http://127.0.0.1:1/', sign: async () => '' },
    ...DEFAULT_GUARDS,
    corsOrigins: [],
    introspection: true,
    ide: null,
    timeouts,
    shareInFlight: true,
    compression: true,
    maxConnections: 1_000,
    drainDelay: 0,
    broker: null,
    clock: () => new Date(0),
    now: () => time,
    log: silentLog,
  });
  opened.defer(() => gateway.close());
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const disposal = opened.move();
  return {
    told,
    async ask(query) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return response.json();
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
