import { OperatorError } from '@holdfast/kit/errors';
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
  expect(settings.timeouts).toEqual({ query: 2_000, mutation: 15_000 });
  expect(settings.ide).toMatch(/gateway\/ide\/dist$/);
  expect(settings.corsOrigins).toEqual(
    expect.arrayContaining([
      'https://studio.apollographql.com',
      'http://localhost:5173',
      'http://127.0.0.1:4000',
    ]),
  );
});

test('production shows nothing and allows nobody, unless told to', () => {
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
  ['INTROSPECTION', 'yes'],
  ['IDE', '1'],
  ['CORS_ORIGINS', 'https://a.example/'],
  ['CORS_ORIGINS', 'a.example'],
  ['JWKS_URL', 'file:///keys'],
  ['SUBGRAPH_TIMEOUT_MS', '0'],
  ['MUTATION_TIMEOUT_MS', '2s'],
  ['DOCUMENTS', 'all'],
  ['LIMITS', 'no'],
  ['LIMIT_DEPTH', '-1'],
  ['LIMIT_COST', '1e9'],
  ['LIMIT_TOKENS', 'none'],
  ['COST_LIST_SIZE', 'off'],
])('%s=%s is refused by its name', (name, value) => {
  const read = () => readSettings({ IDENTITY_KEY, [name]: value });
  expect(read).toThrow(OperatorError);
  expect(read).toThrow(`Wrong settings: ${name}: must be`);
});

test('a subgraph answers where <NAME>_URL says', () => {
  const moved = relocateSubgraphs(supergraph, {
    GIFT_CARDS_URL: 'https://cards.example/graphql',
    USERS_URL: '',
  });
  expect(moved.subgraphs).toEqual([
    { name: 'users', url: 'http://localhost:4001/graphql' },
    { name: 'gift-cards', url: 'https://cards.example/graphql' },
  ]);
  expect(() => relocateSubgraphs(supergraph, { USERS_URL: 'users:4001' })).toThrow(
    'USERS_URL: must be a URL',
  );
});

test('the keys of access tokens are where the users subgraph is', () => {
  expect(defaultJwksUrl(supergraph)).toBe('http://localhost:4001/.well-known/jwks.json');
  expect(() => defaultJwksUrl({ sdl: '', subgraphs: [] })).toThrow('JWKS_URL is not set');
});

test('each limit has a default, can be set, and can be none', () => {
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

test('LIMITS=off switches all off that are not set', () => {
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

test('a gateway that takes only its list has one', () => {
  expect(() => readSettings({ IDENTITY_KEY, DOCUMENTS: 'persisted' })).toThrow(
    'Wrong settings: DOCUMENTS=persisted needs PERSISTED_OPERATIONS.',
  );
  const PERSISTED_OPERATIONS = '/etc/operations.json';
  expect(readSettings({ IDENTITY_KEY, DOCUMENTS: 'persisted', PERSISTED_OPERATIONS })).toMatchObject({
    documentsMode: 'persisted',
    persistedOperationsFile: PERSISTED_OPERATIONS,
  });
});
