/**
 * Reads all settings before anything starts, each with its service's own code and in its service's
 * environment.
 */
import { readEnv, subgraphSettings, WrongSettings } from '@holdfast/kit-base/env';
import { OperatorError } from '@holdfast/kit-base/errors';
import { z } from 'zod';
import { readSettings as readGatewaySettings } from '../../gateway/src/settings.ts';
import { ordersSettings } from '../../subgraphs/orders/src/settings.ts';
import { readProviderSettings } from '../../subgraphs/payments/src/provider/settings.ts';
import { paymentsSettings } from '../../subgraphs/payments/src/settings.ts';
import { usersSettings } from '../../subgraphs/users/src/settings.ts';
import { settingsSchema as notificationsSettings } from '../../workers/notifications/src/settings.ts';
import {
  environmentOf,
  MONGO_SERVICES,
  POSTGRES_SERVICES,
  type Service,
  SUBGRAPHS,
  WORKERS,
} from './services.ts';
import { type FORWARDED, forwardedSettings, readSettings } from './settings.ts';

type Read = (env: NodeJS.ProcessEnv) => unknown;

const ofSubgraph = (own: z.ZodRawShape): Read => {
  const schema = z.object({ ...subgraphSettings, ...own });
  return (env) => readEnv(schema, env);
};

/** The reader of each service that receives settings. */
const READERS: Readonly<Record<keyof typeof FORWARDED, Read>> = {
  users: ofSubgraph(usersSettings),
  orders: ofSubgraph(ordersSettings),
  payments: (env) =>
    readProviderSettings(readEnv(z.object({ ...subgraphSettings, ...paymentsSettings }), env)),
  notifications: (env) => readEnv(notificationsSettings, env),
  gateway: readGatewaySettings,
};

const each = <Name extends string, Value>(names: readonly Name[], value: Value) =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>;

/** Placeholders for the addresses, passwords and keys that the start generates. */
const PLACEHOLDERS: Parameters<typeof environmentOf>[1] = {
  ports: each([...SUBGRAPHS, ...WORKERS, 'gateway'], 0),
  databases: {
    postgres: each(POSTGRES_SERVICES, 'postgres://127.0.0.1/made'),
    mongo: each(MONGO_SERVICES, 'mongodb://127.0.0.1/made'),
  },
  eventsUrl: 'nats://127.0.0.1',
  secrets: {
    postgresPassword: 'made',
    databasePasswords: {},
    identities: each(['gateway', 'orders', 'products', 'reports'], { privateKey: 'made', publicKey: 'made' }),
  },
  dataDir: '.data',
  logLevel: 'info',
};

/** @throws OperatorError naming every wrong setting, of `npm start` and of each service, in one line. */
export function checkSettings(env: NodeJS.ProcessEnv): void {
  const given = forwardedSettings(env);
  const problems = [
    ...problemsOf(() => readSettings(env)),
    ...Object.entries(READERS).flatMap(([name, read]) => {
      const service = name as Service;
      return problemsOf(() => read({ ...environmentOf(service, PLACEHOLDERS), ...given[service] }));
    }),
  ];
  if (problems.length > 0) throw new WrongSettings([...new Set(problems)]);
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof WrongSettings) return error.problems;
    if (error instanceof OperatorError) return [error.message];
    throw error;
  }
}
