/** The services and what each needs. */
import { join } from 'node:path';
import type { Secrets } from './secrets.ts';

export const ROOT = join(import.meta.dirname, '../..');

export const POSTGRES_SERVICES = ['inventory', 'payments', 'reports', 'notifications'] as const;
export const MONGO_SERVICES = ['users', 'products', 'orders'] as const;
/** In the order of their ports after the gateway's. */
export const SUBGRAPHS = ['users', 'products', 'orders', 'inventory', 'payments', 'reports'] as const;
/** Services that consume events and serve no GraphQL. Their ports follow those of the subgraphs. */
export const WORKERS = ['notifications'] as const;

/** The owners of a database, and so of a password: the services and the event bus. */
export const DATABASE_OWNERS = [...SUBGRAPHS, ...WORKERS, 'events'] as const;

export type PostgresService = (typeof POSTGRES_SERVICES)[number];
export type MongoService = (typeof MONGO_SERVICES)[number];
export type Subgraph = (typeof SUBGRAPHS)[number];
export type Worker = (typeof WORKERS)[number];
export type Service = Subgraph | Worker | 'gateway';

/** Further settings of services, in addition to `environmentOf`. */
export type ServiceSettings = Partial<Record<Service, Readonly<Record<string, string>>>>;

/** The URL of each service's own database. */
export interface DatabaseUrls {
  readonly postgres: Readonly<Record<PostgresService, string>>;
  readonly mongo: Readonly<Record<MongoService, string>>;
}

/**
 * The `Program.semiSpace`, in megabytes, of all services but the gateway, whose requests leave more garbage
 * (docs/decisions/0022-memory.md).
 */
export const SEMI_SPACE = 4;

export type Ports = Readonly<Record<Service, number>>;

export function mainFileOf(service: Service): string {
  return join(ROOT, folderOf(service), 'src/main.ts');
}

function folderOf(service: Service): string {
  if (service === 'gateway') return service;
  return WORKERS.some((name) => name === service) ? `workers/${service}` : `subgraphs/${service}`;
}

/** Returns the GraphQL endpoints by setting: `USERS_URL` and so on. */
export function endpoints(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[name]}/graphql`]),
  );
}

/** Returns the environment of a service: its own settings only. */
export function environmentOf(
  service: Service,
  {
    ports,
    databases,
    eventsUrl,
    secrets,
    dataDir,
    logLevel,
  }: {
    ports: Ports;
    databases: DatabaseUrls;
    eventsUrl: string;
    secrets: Secrets;
    dataDir: string;
    logLevel: string;
  },
): Record<string, string> {
  const { gateway, orders, products, reports } = secrets.identities;
  const common = { PORT: String(ports[service]), LOG_LEVEL: logLevel, EVENTS_URL: eventsUrl };
  const trusted = Object.entries(secrets.identities).map(([name, { publicKey }]) => `${name}=${publicKey}`);
  const subgraph = { ...common, IDENTITY_TRUST: trusted.join(',') };
  switch (service) {
    case 'users':
      return { ...subgraph, MONGODB_URL: databases.mongo.users };
    case 'products':
      return {
        ...subgraph,
        ...endpoints(ports),
        MONGODB_URL: databases.mongo.products,
        IDENTITY_KEY: products.privateKey,
      };
    case 'orders':
      return {
        ...subgraph,
        ...endpoints(ports),
        MONGODB_URL: databases.mongo.orders,
        IDENTITY_KEY: orders.privateKey,
      };
    case 'inventory':
      return { ...subgraph, POSTGRES_URL: databases.postgres.inventory };
    case 'payments':
      return { ...subgraph, POSTGRES_URL: databases.postgres.payments, DEMO_TOP_UP: 'true' };
    case 'reports':
      return {
        ...subgraph,
        ...endpoints(ports),
        POSTGRES_URL: databases.postgres.reports,
        IDENTITY_KEY: reports.privateKey,
      };
    case 'notifications':
      return {
        ...common,
        POSTGRES_URL: databases.postgres.notifications,
        DATA_DIR: dataDir,
        MAIL_FROM: 'Holdfast <shop@demo.test>',
        STAFF_EMAILS: 'staff@demo.test',
        SHOP_URL: `http://localhost:${ports.gateway}`,
      };
    case 'gateway':
      return {
        ...common,
        ...endpoints(ports),
        HOST: 'localhost',
        IDENTITY_KEY: gateway.privateKey,
        TRAFFIC_FILE: join(dataDir, 'traffic.json'),
        // A developer wants to see a request soon after sending it.
        TRAFFIC_INTERVAL_MS: '5000',
      };
    default:
      return service satisfies never;
  }
}
