import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { createIdentitySigner, createIdentityVerifier } from '@holdfast/kit-base/identity';
import { silentLog } from '@holdfast/kit-base/log';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import { parse } from 'graphql';
import type { GatewayOptions } from '../../src/gatewayOptions.ts';
import { createDocuments } from '../../src/security/documents/documents.ts';
import { DEFAULT_LIMITS, DEFAULT_LIST_SIZE } from '../../src/security/limits/limits.ts';
import { createGateway, type Gateway } from '../../src/server.ts';
import { DEFAULT_CONNECTION_LIMITS } from '../../src/subscriptions/connections.ts';
import { readSupergraph, type Supergraph } from '../../src/supergraph/load.ts';
import { type AccessTokens, startAccessTokens } from './accessTokens.ts';
import { startSharedPlanner } from './sharedPlanner.ts';
import { createFixture, createGate, definitions, type Gate, type Orders } from './subgraphs.ts';

/** A gateway in front of three small subgraphs, all over real HTTP. Disposal stops them. */
export interface House extends AsyncDisposable {
  /** The gateway's base URL. */
  readonly url: string;
  readonly gateway: Gateway;
  readonly tokens: AccessTokens;
  readonly gate: Gate;
  readonly orders: Orders;
  readonly subgraphs: ReadonlyMap<string, HttpServer>;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Posts a query with a token, or anonymously. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  ask(query: string, variables?: object, token?: string): Promise<any>;
  /** Advances the gateway's clock. */
  pass(seconds: number): void;
}

export interface HouseOptions extends Partial<GatewayOptions> {
  /** Other URLs of subgraphs, by name. */
  readonly relocate?: Readonly<Record<string, string>>;
  /** The URL of the access tokens' keys, unless the tests' users service has them. */
  readonly jwksUrl?: string;
}

/** The default limits, for tests that are not about limits. */
export const DEFAULT_GUARDS = {
  bodyLimit: 262_144,
  limits: DEFAULT_LIMITS,
  connectionLimits: DEFAULT_CONNECTION_LIMITS,
  listSize: DEFAULT_LIST_SIZE,
  documents: createDocuments('any', null),
};

export async function startHouse({ relocate = {}, jwksUrl, ...options }: HouseOptions = {}): Promise<House> {
  const started = Date.now();
  let passed = 0;
  const clock = () => new Date(started + passed * 1000);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const sign = createIdentitySigner(
    'gateway',
    privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    clock,
  );
  const trust = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const verify = createIdentityVerifier(`gateway=${trust}`, clock);
  await using opened = new AsyncDisposableStack();
  const tokens = opened.use(await startAccessTokens(clock));
  const gate = createGate();
  const orders: Orders = new Map();
  const subgraphs = new Map<string, HttpServer>();
  const urls: Record<string, string> = {};
  for (const [name, definition] of Object.entries(definitions(gate, orders))) {
    const server = await createFixture(name, definition, verify);
    urls[name] = `${await server.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
    opened.defer(() => server.close());
    subgraphs.set(name, server);
  }
  const gateway = await createGateway({
    supergraph: composed({ ...urls, ...relocate }),
    executor: 'compiled',
    authentication: { jwksUrl: jwksUrl ?? tokens.url, sign },
    corsOrigins: ['https://shop.example'],
    introspection: true,
    ide: null,
    timeouts: { query: 5_000, mutation: 10_000, operation: 10_000 },
    compression: true,
    maxConnections: 1_000,
    drainDelay: 0,
    shareInFlight: true,
    broker: null,
    ...DEFAULT_GUARDS,
    clock,
    now: () => performance.now(),
    ...(!options.supergraph && { startPlanningThread: startSharedPlanner }),
    log: silentLog,
    ...options,
  });
  opened.defer(() => gateway.close());
  opened.defer(async () => gate.open());
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const disposal = opened.move();
  const post: House['post'] = (body, headers = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    url,
    gateway,
    tokens,
    gate,
    orders,
    subgraphs,
    post,
    ask: async (query, variables, token) =>
      read(await post({ query, variables }, token ? { authorization: `Bearer ${token}` } : {})),
    pass: (seconds) => {
      passed += seconds;
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

/** Composed once for all tests of a process; only the URLs differ. */
let sdl: string | undefined;

function composed(urls: Readonly<Record<string, string>>): Supergraph {
  sdl ??= compose();
  const { subgraphs } = readSupergraph(sdl, 'the fixtures');
  return { sdl, subgraphs: subgraphs.map(({ name, url }) => ({ name, url: urls[name] ?? url })) };
}

function compose(): string {
  const services = Object.entries(definitions(createGate(), new Map())).map(([name, { sdl }]) => ({
    name,
    url: 'http://127.0.0.1:1/graphql',
    typeDefs: parse(sdl),
  }));
  const result = composeServices(services);
  if (result.errors) throw new AggregateError(result.errors, 'The fixtures do not compose.');
  return result.supergraphSdl;
}

/** Returns the body of a response. */
// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
export const read = (response: Response): Promise<any> => response.json();

export interface TestFolder extends AsyncDisposable {
  readonly path: string;
}

/** Creates an empty folder. Disposal removes it. */
export async function testFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-gateway-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
