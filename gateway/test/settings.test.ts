import { availableParallelism } from 'node:os';
import { OperatorError } from '@holdfast/kit-base/errors';
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../src/security/limits/limits.ts';
import { defaultJwksUrl, readSettings, relocateSubgraphs } from '../src/settings.ts';
import { DEFAULT_CONNECTION_LIMITS } from '../src/subscriptions/connections.ts';

const IDENTITY_KEY = 'x';
const supergraph = {
  sdl: '',
  subgraphs: [
    { name: 'users', url: 'http://localhost:4001/graphql' },
    { name: 'gift-cards', url: 'http://localhost:4009/graphql' },
  ],
};

test('development is open on this machine', () => {
  const settings = readSettings({ IDENTITY_KEY });
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 4000, introspection: true });
  expect(settings.timeouts).toEqual({ query: 2_000, mutation: 15_000, operation: 3_000 });
  expect(readSettings({ IDENTITY_KEY, SUBGRAPH_TIMEOUT_MS: '5000' }).timeouts.operation).toBe(7_500);
  expect(settings.ide).toMatch(/gateway\/ide\/dist$/);
  expect(settings.corsOrigins).toEqual(
    expect.arrayContaining([
      'https://studio.apollographql.com',
      'http://localhost:5173',
      'http://127.0.0.1:4000',
    ]),
  );
});

test('production shows nothing and allows no origin by default', () => {
  const production = { IDENTITY_KEY, NODE_ENV: 'production' };
  expect(readSettings(production)).toMatchObject({ introspection: false, ide: null, corsOrigins: [] });
  const told = { INTROSPECTION: 'true', IDE: 'true', CORS_ORIGINS: 'https://a.example, http://b.example:81' };
  expect(readSettings({ ...production, ...told })).toMatchObject({
    introspection: true,
    ide: expect.any(String),
    corsOrigins: ['https://a.example', 'http://b.example:81'],
  });
});

test.each([
  ['NODE_ENV', 'prod'],
  ['PORT', '70000'],
  ['AUTH', 'none'],
  ['INTROSPECTION', 'yes'],
  ['IDE', '1'],
  ['CORS_ORIGINS', 'https://a.example/'],
  ['CORS_ORIGINS', 'a.example'],
  ['JWKS_URL', 'file:///keys'],
  ['SUBGRAPH_TIMEOUT_MS', '0'],
  ['MUTATION_TIMEOUT_MS', '2s'],
  ['OPERATION_TIMEOUT_MS', '-1'],
  ['GATEWAY_WORKERS', '0'],
  ['GATEWAY_WORKERS', 'all'],
  ['GATEWAY_WORKERS', '1000'],
  ['COMPRESSION', 'br'],
  ['MAX_CONNECTIONS', '0'],
  ['DRAIN_DELAY_MS', '5s'],
  ['SHARE_IN_FLIGHT', 'no'],
  ['DOCUMENTS', 'all'],
  ['LIMITS', 'no'],
  ['LIMIT_DEPTH', '-1'],
  ['LIMIT_COST', '1e9'],
  ['LIMIT_TOKENS', 'none'],
  ['COST_LIST_SIZE', 'off'],
  ['METRICS_PORT', 'on'],
  ['METRICS_OPERATIONS', 'Cart,check out'],
  ['TRAFFIC_INTERVAL_MS', '50'],
  ['TRAFFIC_DAYS', '0'],
  ['OVERRIDE_LABELS', 'percent(50)'],
  ['OVERRIDE_LABELS', 'checkout,'],
  ['OVERRIDE_LABELS', '1st'],
])('%s=%s is refused by its name', (name, value) => {
  const read = () => readSettings({ IDENTITY_KEY, [name]: value });
  expect(read).toThrow(OperatorError);
  expect(read).toThrow(`Wrong settings: ${name}: must be`);
});

test('the metrics port follows the API’s, so that gateways on different ports do not clash', () => {
  const metricsOf = (env: Record<string, string>) => readSettings({ IDENTITY_KEY, ...env }).metrics;
  expect(metricsOf({})).toEqual({ host: '127.0.0.1', port: 9464, isChosen: false, operations: [] });
  expect(metricsOf({ PORT: '4100' }).port).toBe(9564);
  expect(metricsOf({ PORT: '0' }).port).toBe(0);
  expect(metricsOf({ PORT: '65000' }).port).toBe('off');
  const chosen = { METRICS_PORT: 'off', METRICS_HOST: '0.0.0.0', METRICS_OPERATIONS: 'Cart, Checkout' };
  expect(metricsOf(chosen)).toEqual({
    host: '0.0.0.0',
    port: 'off',
    isChosen: true,
    operations: ['Cart', 'Checkout'],
  });
});

test('by default one process answers, and stops at once', () => {
  expect(readSettings({ IDENTITY_KEY })).toMatchObject({ workers: 1, drainDelay: 0, compression: true });
  expect(readSettings({ IDENTITY_KEY, NODE_ENV: 'production' })).toMatchObject({
    workers: 1,
    drainDelay: 5_000,
  });
  const told = { GATEWAY_WORKERS: '3', DRAIN_DELAY_MS: '0', COMPRESSION: 'false', NODE_ENV: 'production' };
  expect(readSettings({ IDENTITY_KEY, ...told })).toMatchObject({
    workers: 3,
    drainDelay: 0,
    compression: false,
  });
  expect(readSettings({ IDENTITY_KEY, GATEWAY_WORKERS: 'auto' }).workers).toBe(availableParallelism());
});

test('authentication is on with a key; it is off when set so, or in development without a key', () => {
  const keyOf = (env: NodeJS.ProcessEnv) => readSettings(env).identityKey;
  expect(readSettings({ IDENTITY_KEY })).toMatchObject({ identityKey: IDENTITY_KEY, warning: undefined });
  expect(keyOf({ IDENTITY_KEY, AUTH: 'on', NODE_ENV: 'production' })).toBe(IDENTITY_KEY);
  expect(keyOf({ IDENTITY_KEY, AUTH: 'off' })).toBeNull();
  expect(readSettings({ AUTH: 'off', NODE_ENV: 'production' })).toMatchObject({
    identityKey: null,
    warning: undefined,
  });
  expect(readSettings({})).toMatchObject({ identityKey: null, warning: expect.any(String) });
  expect(() => readSettings({ NODE_ENV: 'production' })).toThrow('IDENTITY_KEY is not set');
  expect(() => readSettings({ AUTH: 'on' })).toThrow('IDENTITY_KEY is not set, and AUTH=on needs it');
});

test('<NAME>_URL and <NAME>_TIMEOUT_MS set a subgraph’s URL and timeout', () => {
  const moved = relocateSubgraphs(supergraph, {
    GIFT_CARDS_URL: 'https://cards.example/graphql',
    USERS_URL: '',
    USERS_TIMEOUT_MS: '500',
  });
  expect(moved.subgraphs).toEqual([
    { name: 'users', url: 'http://localhost:4001/graphql', timeout: 500 },
    { name: 'gift-cards', url: 'https://cards.example/graphql' },
  ]);
  expect(() => relocateSubgraphs(supergraph, { USERS_URL: 'users:4001' })).toThrow(
    'USERS_URL: must be a URL',
  );
  expect(() => relocateSubgraphs(supergraph, { GIFT_CARDS_TIMEOUT_MS: '0' })).toThrow(
    'GIFT_CARDS_TIMEOUT_MS: must be milliseconds',
  );
});

test('the keys of access tokens are on the host of the users subgraph', () => {
  expect(defaultJwksUrl(supergraph)).toBe('http://localhost:4001/.well-known/jwks.json');
  expect(() => defaultJwksUrl({ sdl: '', subgraphs: [] })).toThrow('JWKS_URL is not set');
});

test('each limit has a default, can be set, and can be switched off', () => {
  const { limits, connectionLimits, bodyLimit, listSize } = readSettings({ IDENTITY_KEY });
  expect([limits, connectionLimits, bodyLimit, listSize]).toEqual([
    DEFAULT_LIMITS,
    DEFAULT_CONNECTION_LIMITS,
    262_144,
    10,
  ]);
  const set = readSettings({ IDENTITY_KEY, LIMIT_DEPTH: '7', LIMIT_COST: 'off', LIMIT_TOKENS: '0' });
  expect(set.limits).toEqual({
    ...DEFAULT_LIMITS,
    depth: 7,
    cost: Number.POSITIVE_INFINITY,
    tokens: Number.POSITIVE_INFINITY,
  });
});

test('LIMITS=off switches off all limits that are not set', () => {
  const { limits, connectionLimits, bodyLimit } = readSettings({
    IDENTITY_KEY,
    LIMITS: 'off',
    LIMIT_DEPTH: '7',
  });
  const { depth, ...others } = limits;
  expect(depth).toBe(7);
  for (const limit of [...Object.values(others), ...Object.values(connectionLimits)])
    expect(limit).toBe(Number.POSITIVE_INFINITY);
  expect(bodyLimit).toBeGreaterThan(1e9);
});

test('DOCUMENTS=persisted requires a manifest', () => {
  expect(() => readSettings({ IDENTITY_KEY, DOCUMENTS: 'persisted' })).toThrow(
    'Wrong settings: DOCUMENTS=persisted needs PERSISTED_OPERATIONS.',
  );
  const PERSISTED_OPERATIONS = '/etc/operations.json';
  expect(readSettings({ IDENTITY_KEY, DOCUMENTS: 'persisted', PERSISTED_OPERATIONS })).toMatchObject({
    documentsMode: 'persisted',
    persistedOperationsFile: PERSISTED_OPERATIONS,
  });
});

test('traffic is counted only into a file', () => {
  expect(readSettings({ IDENTITY_KEY }).traffic).toBe(null);
  expect(readSettings({ IDENTITY_KEY, TRAFFIC_FILE: '/data/traffic.json' }).traffic).toEqual({
    file: '/data/traffic.json',
    interval: 60_000,
    days: 90,
  });
});
