import { resolve } from 'node:path';
import { eventsUrl, mongoUrl, port, postgresUrl, readEnv } from '@holdfast/kit-base/env';
import { LOG_LEVELS } from '@holdfast/kit-base/log';
import { z } from 'zod';
import type { Service, ServiceSettings } from './services.ts';

export interface Settings {
  /** The gateway's port; 0 for any free one. */
  readonly port: number;
  /** The folder of data, logs and generated secrets; absolute. */
  readonly dataDir: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Admin URLs of servers to use instead of the embedded ones. */
  readonly postgresUrl: string | undefined;
  readonly mongodbUrl: string | undefined;
  /** The prefix of the names of roles, users and databases on those servers; `holdfast` by default. */
  readonly databasePrefix?: string;
  /** The URL of the event bus; by default it is a separate database in PostgreSQL. */
  readonly eventsUrl?: string | undefined;
}

const schema = z.object({
  PORT: port.default(4000),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  POSTGRES_URL: postgresUrl.optional(),
  MONGODB_URL: mongoUrl.optional(),
  EVENTS_URL: eventsUrl.optional(),
});

/** Settings of the services themselves, which `npm start` passes on to the service that has them. */
export const FORWARDED = {
  users: ['ADDRESS_LIMIT_FACTOR'],
  orders: ['REQUEST_DEADLINE', 'STEP_PATIENCE', 'COMPENSATION_PATIENCE'],
  payments: ['PAYMENT_PROVIDER', 'PAYMENT_PROVIDER_URL', 'PAYMENT_PROVIDER_KEY', 'PAYMENT_WEBHOOK_SECRET'],
  notifications: ['SMTP_URL', 'MAIL_FROM', 'STAFF_EMAILS', 'SHOP_URL'],
  gateway: [
    'CORS_ORIGINS',
    'INTROSPECTION',
    'SUBGRAPH_TIMEOUT_MS',
    'MUTATION_TIMEOUT_MS',
    'METRICS_PORT',
    'METRICS_HOST',
    'METRICS_OPERATIONS',
    'OVERRIDE_LABELS',
    'OPERATION_TIMEOUT_MS',
    'SUBGRAPH_CONNECTIONS',
    'SUBGRAPH_CONNECTION_AGE_MS',
    'SHARE_IN_FLIGHT',
  ],
} as const satisfies Partial<Record<Service, readonly string[]>>;

/** Returns the settings of `FORWARDED` that are set, by service; each service validates its own. */
export function forwardedSettings(env: NodeJS.ProcessEnv): ServiceSettings {
  const given = (names: readonly string[]) =>
    Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  return Object.fromEntries(Object.entries(FORWARDED).map(([service, names]) => [service, given(names)]));
}

/** The settings of `npm start`. @throws OperatorError naming every wrong one. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const { PORT, DATA_DIR, LOG_LEVEL, POSTGRES_URL, MONGODB_URL, EVENTS_URL } = readEnv(schema, env);
  return {
    port: PORT,
    dataDir: resolve(DATA_DIR),
    logLevel: LOG_LEVEL,
    postgresUrl: POSTGRES_URL,
    mongodbUrl: MONGODB_URL,
    eventsUrl: EVENTS_URL,
  };
}
