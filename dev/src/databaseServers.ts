/** The servers that hold the databases: our embedded ones, or those of `POSTGRES_URL` and `MONGODB_URL`. */
import { join } from 'node:path';
import { supervised } from './childProcess.ts';
import { freePort } from './ports.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { provisionMongo } from './provision/mongo.ts';
import { provisionPostgres } from './provision/postgres.ts';
import type { Secrets } from './secrets.ts';
import {
  type DatabaseUrls,
  MONGO_SERVICES,
  type MongoService,
  POSTGRES_SERVICES,
  SEMI_SPACE,
} from './services.ts';
import type { Settings } from './settings.ts';
import type { Supervised } from './supervision.ts';

/** One PostgreSQL serves all services that use it; each service with a MongoDB has its own. */
export type DatabaseServer = 'PostgreSQL' | `MongoDB of ${MongoService}`;

export interface Servers<Urls> {
  /** A description for the user. */
  readonly description: string;
  /** The servers to keep running; empty when the servers are not embedded. */
  readonly embedded: ReadonlyMap<DatabaseServer, Supervised>;
  /** Creates each service's own database once the servers run. @returns the URLs of the databases. */
  provision(): Promise<Urls>;
}

type PostgresUrls = DatabaseUrls['postgres'] & { readonly events: string };

export async function postgresServer(
  { dataDir, postgresUrl, databasePrefix }: Settings,
  secrets: Secrets,
  wantedPort: number,
): Promise<Servers<PostgresUrls>> {
  const passwords = passwordsOf(secrets, [...POSTGRES_SERVICES, 'events']);
  if (postgresUrl) {
    return {
      description: `PostgreSQL at ${new URL(postgresUrl).host}`,
      embedded: new Map(),
      provision: () => provisionPostgres(postgresUrl, passwords, databasePrefix),
    };
  }
  const port = await freePort(wantedPort);
  const folder = join(dataDir, 'postgres');
  const { postgresPassword: password } = secrets;
  return {
    description: `PostgreSQL 18, embedded, port ${port}`,
    embedded: new Map([
      [
        'PostgreSQL',
        {
          logFile: `${folder}.log`,
          start: (signal) => startEmbeddedPostgres({ folder, port, password, signal }),
        },
      ],
    ]),
    provision: () =>
      provisionPostgres(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`, passwords),
  };
}

/**
 * @param wanted the services whose embedded MongoDB is started.
 * @param bundles as `Program.bundles`.
 */
export async function mongoServers(
  { dataDir, mongodbUrl, databasePrefix }: Settings,
  secrets: Secrets,
  firstPort: number,
  wanted: readonly MongoService[],
  bundles?: () => string | undefined,
): Promise<Servers<DatabaseUrls['mongo']>> {
  const passwords = passwordsOf(secrets, MONGO_SERVICES);
  if (mongodbUrl) {
    return {
      description: `MongoDB at ${new URL(mongodbUrl).host}`,
      embedded: new Map(),
      provision: () => provisionMongo(mongodbUrl, passwords, databasePrefix),
    };
  }
  const embedded = new Map<DatabaseServer, Supervised>();
  const urls: [string, string][] = [];
  const ports: number[] = [];
  for (const [n, name] of MONGO_SERVICES.entries()) {
    const port = await freePort(firstPort + n);
    const file = join(dataDir, 'mongo', `${name}.sqlite`);
    const settings = { name, file, port, user: name, password: passwords[name] };
    const program = {
      name: `MongoDB of ${name}`,
      file: join(import.meta.dirname, 'mongo/main.ts'),
      env: { MONGO_SERVER: JSON.stringify(settings) },
      logFile: join(dataDir, 'logs', `mongo-${name}.log`),
      dataDir,
      semiSpace: SEMI_SPACE,
      ...(bundles && { bundles }),
    } as const;
    urls.push([name, `mongodb://${name}:${passwords[name]}@127.0.0.1:${port}/${name}?authSource=admin`]);
    if (!wanted.includes(name)) continue;
    embedded.set(program.name, supervised(program));
    ports.push(port);
  }
  return {
    description: `MongoDB, embedded, ports ${ports.join(', ')}`,
    embedded,
    provision: async () => Object.fromEntries(urls) as DatabaseUrls['mongo'],
  };
}

function passwordsOf<Name extends string>(
  { databasePasswords }: Secrets,
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, databasePasswords[name]])) as Record<Name, string>;
}
