import { OperatorError } from '@holdfast/kit/errors';
import { expect, test } from 'vitest';
import { defaultJwksUrl, readSettings, relocateSubgraphs } from '../src/settings.ts';

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
  ['METRICS_PORT', 'on'],
  ['METRICS_OPERATIONS', 'Cart,check out'],
])('%s=%s is refused by its name', (name, value) => {
  const read = () => readSettings({ IDENTITY_KEY, [name]: value });
  expect(read).toThrow(OperatorError);
  expect(read).toThrow(`Wrong settings: ${name}: must be`);
});

test('metrics are beside the API, so that gateways on other ports do not meet', () => {
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
