import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { eventsUrl, httpUrl, port, readEnv, serviceSettings, wholeNumber } from '@holdfast/kit-base/env';
import { OperatorError } from '@holdfast/kit-base/errors';
import { z } from 'zod';
import { limitSettings, readLimits } from './limitSettings.ts';
import { DEFAULT_CONNECTION_POLICY } from './subgraphs/connectionPolicy.ts';
import type { Supergraph } from './supergraph/load.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const KEYS_PATH = '/.well-known/jwks.json';

/**
 * The default timeout of an operation, as a multiple of the fetch timeout: it leaves time after a fetch that
 * hangs.
 */
const OPERATION_FACTOR = 1.5;

const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

const milliseconds = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be milliseconds, 1 to 999999')
  .transform(Number);

const MAX_WORKERS = 128;

/** The number of processes that answer; `auto` is one for each core that this process may use. */
const workers = z
  .string()
  .transform((value) =>
    value === 'auto' ? availableParallelism() : /^\d{1,3}$/.test(value) ? Number(value) : 0,
  )
  .refine(
    (value) => value >= 1 && value <= MAX_WORKERS,
    `must be auto, or a whole number, 1 to ${MAX_WORKERS}`,
  );

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
    'must be at most 200 names of operations, with commas between them',
  );

/** Labels as `@override(label:)` takes them, without `percent(…)`. */
const overrideLabels = z
  .string()
  .transform((value) => value.split(',').map((label) => label.trim()))
  .refine(
    (labels) => labels.length <= 1_000 && labels.every((label) => /^[a-zA-Z][\w\-:./]{0,199}$/.test(label)),
    'must be labels of overrides, with commas between them; percent(…) decides by itself',
  )
  .transform((labels) => [...new Set(labels)]);

const environment = z.object({
  ...serviceSettings,
  PORT: port.default(4000),
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  SUPERGRAPH: z.string().default(join(REPOSITORY, 'schema/supergraph.graphql')),
  GATEWAY_EXECUTOR: z.enum(['compiled', 'apollo'], 'must be compiled or apollo').default('compiled'),
  AUTH: z.enum(['on', 'off'], 'must be on or off').optional(),
  IDENTITY_KEY: z.string().optional(),
  JWKS_URL: httpUrl.optional(),
  EVENTS_URL: eventsUrl.optional(),
  CORS_ORIGINS: origins.optional(),
  INTROSPECTION: flag.optional(),
  IDE: flag.optional(),
  GATEWAY_WORKERS: workers.prefault('1'),
  COMPRESSION: flag.default(true),
  MAX_CONNECTIONS: wholeNumber(1, 1_000_000).default(10_000),
  DRAIN_DELAY_MS: wholeNumber(0, 600_000).optional(),
  SUBGRAPH_TIMEOUT_MS: milliseconds.default(2_000),
  MUTATION_TIMEOUT_MS: milliseconds.default(15_000),
  OPERATION_TIMEOUT_MS: milliseconds.optional(),
  SUBGRAPH_CONNECTIONS: wholeNumber(1, 10_000).default(DEFAULT_CONNECTION_POLICY.maxConnections),
  SUBGRAPH_CONNECTION_AGE_MS: wholeNumber(0, 86_400_000).default(DEFAULT_CONNECTION_POLICY.maxAge),
  SHARE_IN_FLIGHT: flag.default(true),
  DOCUMENTS: z.enum(['any', 'persisted'], 'must be any or persisted').default('any'),
  PERSISTED_OPERATIONS: z.string().optional(),
  ...limitSettings,
  OVERRIDE_LABELS: overrideLabels.default([]),
  METRICS_PORT: z.union([z.literal('off'), port], 'must be a port, 0 to 65535, or off').optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_OPERATIONS: operationNames.default([]),
  TRAFFIC_FILE: z.string().optional(),
  TRAFFIC_INTERVAL_MS: wholeNumber(100, 3_600_000).default(60_000),
  TRAFFIC_DAYS: wholeNumber(1, 3_650).default(90),
});

/** The default in production, in milliseconds: enough for a load balancer that checks every two seconds. */
const DRAIN_DELAY = 5_000;

/** @throws OperatorError that names what is wrong. */
export function readSettings(env: NodeJS.ProcessEnv) {
  const given = readEnv(environment, env);
  if (given.DOCUMENTS === 'persisted' && given.PERSISTED_OPERATIONS === undefined)
    throw new OperatorError('Wrong settings: DOCUMENTS=persisted needs PERSISTED_OPERATIONS.');
  const development = given.NODE_ENV !== 'production';
  return {
    host: given.HOST,
    port: given.PORT,
    logLevel: given.LOG_LEVEL,
    supergraphFile: resolve(given.SUPERGRAPH),
    executor: given.GATEWAY_EXECUTOR,
    ...authenticationOf(given),
    jwksUrl: given.JWKS_URL,
    eventsUrl: given.EVENTS_URL,
    corsOrigins: given.CORS_ORIGINS ?? (development ? developmentOrigins(given.PORT) : []),
    introspection: given.INTROSPECTION ?? development,
    ide: (given.IDE ?? development) ? join(REPOSITORY, 'gateway/ide/dist') : null,
    workers: given.GATEWAY_WORKERS,
    compression: given.COMPRESSION,
    maxConnections: given.MAX_CONNECTIONS,
    drainDelay: given.DRAIN_DELAY_MS ?? (development ? 0 : DRAIN_DELAY),
    timeouts: {
      query: given.SUBGRAPH_TIMEOUT_MS,
      mutation: given.MUTATION_TIMEOUT_MS,
      operation: given.OPERATION_TIMEOUT_MS ?? OPERATION_FACTOR * given.SUBGRAPH_TIMEOUT_MS,
    },
    subgraphConnections: {
      maxConnections: given.SUBGRAPH_CONNECTIONS,
      maxAge: given.SUBGRAPH_CONNECTION_AGE_MS || Number.POSITIVE_INFINITY,
    },
    shareInFlight: given.SHARE_IN_FLIGHT,
    documentsMode: given.DOCUMENTS,
    persistedOperationsFile:
      given.PERSISTED_OPERATIONS === undefined ? undefined : resolve(given.PERSISTED_OPERATIONS),
    overrideLabels: given.OVERRIDE_LABELS,
    metrics: {
      host: given.METRICS_HOST,
      port: given.METRICS_PORT ?? metricsPortFor(given.PORT),
      isChosen: given.METRICS_PORT !== undefined,
      operations: given.METRICS_OPERATIONS,
    },
    traffic:
      given.TRAFFIC_FILE === undefined
        ? null
        : {
            file: resolve(given.TRAFFIC_FILE),
            interval: given.TRAFFIC_INTERVAL_MS,
            days: given.TRAFFIC_DAYS,
          },
    ...readLimits(given),
  };
}

/**
 * Decides whether access tokens are checked. Production has to switch checking off explicitly, because a
 * forgotten key must not open the door.
 * @throws OperatorError when tokens are to be checked and there is no key to sign identities with.
 */
function authenticationOf({ AUTH, IDENTITY_KEY, NODE_ENV }: z.infer<typeof environment>) {
  if (AUTH === 'off') return { identityKey: null, warning: undefined };
  if (IDENTITY_KEY !== undefined) return { identityKey: IDENTITY_KEY, warning: undefined };
  if (AUTH === 'on') {
    throw new OperatorError(
      'Wrong settings: IDENTITY_KEY is not set, and AUTH=on needs it; `npm run keys` makes one.',
    );
  }
  if (NODE_ENV === 'production') {
    throw new OperatorError(
      'Wrong settings: IDENTITY_KEY is not set; `npm run keys` makes one. AUTH=off runs without authentication.',
    );
  }
  const warning =
    'authentication is off, since there is no IDENTITY_KEY: everybody is anonymous, and the Authorization header goes to the subgraphs as it came';
  return { identityKey: null, warning };
}

/**
 * Returns 9464 (the port of OpenTelemetry's Prometheus exporters) for port 4000, and a port as far away for
 * any other, so that two gateways do not clash.
 */
function metricsPortFor(port: number): number | 'off' {
  if (port === 0) return 0;
  return port + 5_464 <= 65_535 ? port + 5_464 : 'off';
}

/**
 * Applies `<NAME>_URL`, the URL of the subgraph of that name, and `<NAME>_TIMEOUT_MS`, its timeout for one
 * fetch.
 * @throws OperatorError that names an invalid URL or timeout.
 */
export function relocateSubgraphs(supergraph: Supergraph, env: NodeJS.ProcessEnv): Supergraph {
  const prefixes = supergraph.subgraphs.map(({ name }) => settingOf(name));
  const settings = <Setting extends z.ZodType>(suffix: string, setting: Setting) =>
    readEnv(z.object(Object.fromEntries(prefixes.map((prefix) => [prefix + suffix, setting]))), env);
  const urls = settings('_URL', httpUrl.optional());
  const timeouts = settings('_TIMEOUT_MS', milliseconds.optional());
  return {
    ...supergraph,
    subgraphs: supergraph.subgraphs.map(({ name, url, ...subgraph }) => {
      const prefix = settingOf(name);
      const timeout = timeouts[`${prefix}_TIMEOUT_MS`];
      return {
        ...subgraph,
        name,
        url: urls[`${prefix}_URL`] ?? url,
        ...(timeout !== undefined && { timeout }),
      };
    }),
  };
}

/**
 * Returns the URL of the access tokens' keys, on the host of the users subgraph. @throws OperatorError when
 * there is none.
 */
export function defaultJwksUrl({ subgraphs }: Supergraph): string {
  const users = subgraphs.find(({ name }) => name === 'users');
  if (users) return new URL(KEYS_PATH, users.url).href;
  throw new OperatorError(
    'Wrong settings: JWKS_URL is not set, and the supergraph has no users subgraph to take it from.',
  );
}

/** Returns the prefix of a subgraph's settings: `USERS_V2` for `users-v2`. */
function settingOf(subgraph: string): string {
  return subgraph.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/**
 * Returns Apollo Sandbox, the usual ports of development servers, and this gateway's own page under both host
 * names.
 */
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
