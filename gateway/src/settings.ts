import { join, resolve } from 'node:path';
import { eventsUrl, httpUrl, port, readEnv, serviceSettings } from '@holdfast/kit/env';
import { OperatorError } from '@holdfast/kit/errors';
import { z } from 'zod';
import type { Supergraph } from './supergraph/load.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const KEYS_PATH = '/.well-known/jwks.json';

const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

const milliseconds = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be milliseconds, 1 to 999999')
  .transform(Number);

const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .refine(
    (list) => list.every((origin) => origin === '*' || isOrigin(origin)),
    'must be origins such as https://shop.example, with commas between them, or *',
  );

const operationNames = z
  .string()
  .transform((value) => value.split(',').map((name) => name.trim()))
  .refine(
    (names) => names.length <= 200 && names.every((name) => /^[_A-Za-z]\w{0,99}$/.test(name)),
    'must be names of operations, 200 at most, with commas between them',
  );

const environment = z.object({
  ...serviceSettings,
  PORT: port.default(4000),
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  SUPERGRAPH: z.string().default(join(REPOSITORY, 'schema/supergraph.graphql')),
  IDENTITY_KEY: z.string(),
  JWKS_URL: httpUrl.optional(),
  EVENTS_URL: eventsUrl.optional(),
  CORS_ORIGINS: origins.optional(),
  INTROSPECTION: flag.optional(),
  IDE: flag.optional(),
  SUBGRAPH_TIMEOUT_MS: milliseconds.default(2_000),
  MUTATION_TIMEOUT_MS: milliseconds.default(15_000),
  METRICS_PORT: z.union([z.literal('off'), port], 'must be a port, 0 to 65535, or off').optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_OPERATIONS: operationNames.default([]),
});

/** @throws OperatorError naming what is wrong. */
export function readSettings(env: NodeJS.ProcessEnv) {
  const given = readEnv(environment, env);
  const development = given.NODE_ENV !== 'production';
  return {
    host: given.HOST,
    port: given.PORT,
    logLevel: given.LOG_LEVEL,
    supergraphFile: resolve(given.SUPERGRAPH),
    identityKey: given.IDENTITY_KEY,
    jwksUrl: given.JWKS_URL,
    eventsUrl: given.EVENTS_URL,
    corsOrigins: given.CORS_ORIGINS ?? (development ? developmentOrigins(given.PORT) : []),
    introspection: given.INTROSPECTION ?? development,
    ide: (given.IDE ?? development) ? join(REPOSITORY, 'gateway/ide/dist') : null,
    metrics: {
      host: given.METRICS_HOST,
      port: given.METRICS_PORT ?? metricsPortBeside(given.PORT),
      isChosen: given.METRICS_PORT !== undefined,
      operations: given.METRICS_OPERATIONS,
    },
    timeouts: { query: given.SUBGRAPH_TIMEOUT_MS, mutation: given.MUTATION_TIMEOUT_MS },
  };
}

/** 9464 (what OpenTelemetry's Prometheus exporters use) beside 4000, and as far from any other port: two gateways do not meet. */
function metricsPortBeside(port: number): number | 'off' {
  if (port === 0) return 0;
  return port + 5_464 <= 65_535 ? port + 5_464 : 'off';
}

/** Where `<NAME>_URL` is set, the subgraph of that name answers there. @throws OperatorError naming what is no URL. */
export function relocateSubgraphs(supergraph: Supergraph, env: NodeJS.ProcessEnv): Supergraph {
  const names = supergraph.subgraphs.map(({ name }) => settingOf(name));
  const urls = readEnv(z.object(Object.fromEntries(names.map((name) => [name, httpUrl.optional()]))), env);
  return {
    ...supergraph,
    subgraphs: supergraph.subgraphs.map(({ name, url }) => ({ name, url: urls[settingOf(name)] ?? url })),
  };
}

/** The keys of access tokens are where the users subgraph is. @throws OperatorError when there is none. */
export function defaultJwksUrl({ subgraphs }: Supergraph): string {
  const users = subgraphs.find(({ name }) => name === 'users');
  if (users) return new URL(KEYS_PATH, users.url).href;
  throw new OperatorError(
    'Wrong settings: JWKS_URL is not set, and the supergraph has no users subgraph to take it from.',
  );
}

/** `users-v2` has `USERS_V2_URL`. */
function settingOf(subgraph: string): string {
  return `${subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_URL`;
}

/** Apollo Sandbox, the usual ports of development servers, and this gateway's page under its other name. */
function developmentOrigins(gatewayPort: number): string[] {
  const local = [3000, 5173, gatewayPort].flatMap((of) => [
    `http://localhost:${of}`,
    `http://127.0.0.1:${of}`,
  ]);
  return ['https://studio.apollographql.com', ...local];
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
