import { join } from 'node:path';
import { startProgram } from './childProcess.ts';
import { makePrivateFolder } from './dataDir.ts';
import { freePort } from './ports.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/embedded.ts';
import { provisionMongo } from './provision/mongo.ts';
import { provisionPostgres } from './provision/postgres.ts';
import { type Restartable, restartable } from './restartable.ts';
import type { Secrets } from './secrets.ts';
import { type DatabaseUrls, MONGO_SERVICES, type MongoService, POSTGRES_SERVICES } from './services.ts';
import type { Settings } from './settings.ts';

export interface Databases {
  readonly urls: DatabaseUrls;
  /** Of the event bus. */
  readonly eventsUrl: string;
  /** What the user is told of each: `PostgreSQL 18, embedded, port 4010`. */
  readonly description: { readonly postgres: string; readonly mongo: string };
  /** Rejects when an embedded one ends without being asked to. */
  readonly failed: Promise<never>;
  /** The embedded servers themselves; undefined for one that is not ours. */
  readonly embedded: { readonly postgres: Restartable | undefined; readonly mongo: Restartable | undefined };
  stop(): Promise<void>;
}

/** Milliseconds. */
const STOP_TIMEOUT = 2_000;

/**
 * Starts the embedded databases in the data folder, or uses the servers of `POSTGRES_URL` and `MONGODB_URL`, and
 * makes each service's own database in them.
 * @param firstPort the embedded servers listen on it and the ones after it, or on others when one is taken.
 * @param signal gives it up.
 * @throws OperatorError when one cannot be started or used; then none is left running.
 */
export async function startDatabases(
  settings: Settings,
  secrets: Secrets,
  firstPort: number,
  signal?: AbortSignal,
): Promise<Databases> {
  for (const name of ['mongo', 'logs']) await makePrivateFolder(join(settings.dataDir, name));
  const [postgres, mongo] = await Promise.allSettled([
    startPostgres(settings, secrets, firstPort, signal),
    startMongo(settings, secrets, firstPort + 1, signal),
  ]);
  const stop = async () => {
    const servers = [mongo, postgres].flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.all(servers.map((server) => server.stop()));
  };
  if (postgres.status === 'rejected' || mongo.status === 'rejected') {
    await stop();
    signal?.throwIfAborted();
    if (postgres.status === 'rejected') throw postgres.reason;
    throw mongo.status === 'rejected' ? mongo.reason : undefined;
  }
  const { events, ...postgresUrls } = postgres.value.urls;
  return {
    urls: { postgres: postgresUrls, mongo: mongo.value.urls },
    eventsUrl: settings.eventsUrl ?? events,
    description: { postgres: postgres.value.description, mongo: mongo.value.description },
    failed: maybeUnheard(Promise.race([postgres.value.failed, mongo.value.failed])),
    embedded: { postgres: postgres.value.embedded, mongo: mongo.value.embedded },
    stop,
  };
}

interface Server<Urls> {
  readonly urls: Urls;
  readonly description: string;
  readonly embedded: Restartable | undefined;
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

const never = new Promise<never>(() => {});

/** A rejection that may come before anybody listens, while the other server still starts. */
function maybeUnheard(failed: Promise<never>): Promise<never> {
  failed.catch(() => {});
  return failed;
}

function passwordsOf<Name extends string>(
  { databasePasswords }: Secrets,
  names: readonly Name[],
): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, databasePasswords[name]])) as Record<Name, string>;
}

async function startPostgres(
  settings: Settings,
  secrets: Secrets,
  wantedPort: number,
  signal: AbortSignal | undefined,
): Promise<Server<DatabaseUrls['postgres'] & { readonly events: string }>> {
  const passwords = passwordsOf(secrets, [...POSTGRES_SERVICES, 'events']);
  if (settings.postgresUrl) {
    const urls = await provisionPostgres(settings.postgresUrl, passwords, settings.databasePrefix);
    return {
      urls,
      description: `PostgreSQL at ${new URL(settings.postgresUrl).host}`,
      embedded: undefined,
      failed: never,
      stop: async () => {},
    };
  }
  const port = await freePort(wantedPort);
  const folder = join(settings.dataDir, 'postgres');
  const options = { folder, port, password: secrets.postgresPassword };
  let first: EmbeddedPostgres | undefined = await startEmbeddedPostgres({ ...options, signal });
  const urls = await provisionOrStop(first, passwords);
  const server = await restartable(
    async () => {
      const started = first ?? (await startEmbeddedPostgres(options));
      first = undefined;
      return started;
    },
    () => `PostgreSQL ended; see ${folder}.log.`,
  );
  return {
    urls,
    description: `PostgreSQL 18, embedded, port ${port}`,
    embedded: server,
    failed: server.failed,
    stop: server.stop,
  };
}

async function provisionOrStop<Name extends string>(
  server: EmbeddedPostgres,
  passwords: Readonly<Record<Name, string>>,
): Promise<Record<Name, string>> {
  try {
    return await provisionPostgres(server.url, passwords);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startMongo(
  settings: Settings,
  secrets: Secrets,
  firstPort: number,
  signal: AbortSignal | undefined,
): Promise<Server<DatabaseUrls['mongo']>> {
  const passwords = passwordsOf(secrets, MONGO_SERVICES);
  if (settings.mongodbUrl) {
    const urls = await provisionMongo(settings.mongodbUrl, passwords, settings.databasePrefix);
    return {
      urls,
      description: `MongoDB at ${new URL(settings.mongodbUrl).host}`,
      embedded: undefined,
      failed: never,
      stop: async () => {},
    };
  }
  const folder = join(settings.dataDir, 'mongo');
  const servers: { name: MongoService; file: string; port: number; user: string; password: string }[] = [];
  for (const [n, name] of MONGO_SERVICES.entries()) {
    const file = join(folder, `${name}.sqlite`);
    servers.push({ name, file, port: await freePort(firstPort + n), user: name, password: passwords[name] });
  }
  const logFile = join(settings.dataDir, 'logs/mongo.log');
  const file = join(import.meta.dirname, 'mongo/main.ts');
  const env = { MONGO_SERVERS: JSON.stringify(servers) };
  const server = await restartable(
    async () => {
      const program = await startProgram({ name: 'embedded MongoDB', file, env, logFile }, signal);
      return { ...program, stop: () => program.stop(STOP_TIMEOUT) };
    },
    (how) => `the embedded MongoDB ended (${how}); see ${logFile}.`,
  );
  const urls = servers.map(({ name, port, user, password }) => [
    name,
    `mongodb://${user}:${password}@127.0.0.1:${port}/${name}?authSource=admin`,
  ]);
  return {
    urls: Object.fromEntries(urls) as DatabaseUrls['mongo'],
    description: `MongoDB, embedded, ports ${servers.map(({ port }) => port).join(', ')}`,
    embedded: server,
    failed: server.failed,
    stop: server.stop,
  };
}
