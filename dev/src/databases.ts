import { join } from 'node:path';
import { type DatabaseServer, mongoServers, postgresServer, type Servers } from './databaseServers.ts';
import { makePrivateFolder } from './dataDir.ts';
import type { Secrets } from './secrets.ts';
import { type DatabaseUrls, MONGO_SERVICES, type MongoService } from './services.ts';
import type { Settings } from './settings.ts';
import { type RunningProcess, type SupervisionOptions, supervise } from './supervision.ts';
import { unlessAborted } from './unlessAborted.ts';

export interface Databases {
  readonly urls: DatabaseUrls;
  /** The URL of the event bus. */
  readonly eventsUrl: string;
  /** A description of each for the user: `PostgreSQL 18, embedded, port 4010`. */
  readonly description: { readonly postgres: string; readonly mongo: string };
  /** Rejects when an embedded server has crashed too often. */
  readonly failed: Promise<never>;
  /**
   * Returns an embedded server's process, for tests to kill; undefined while there is none, or when it is not
   * embedded.
   */
  program(server: DatabaseServer): RunningProcess | undefined;
  stop(): Promise<void>;
}

export interface DatabasesOptions extends Settings, SupervisionOptions {
  /** The services whose embedded MongoDB is started; all by default. */
  readonly mongoOf?: readonly MongoService[];
  /** The same as `Program.bundles`. */
  readonly bundles?: () => string | undefined;
  /** Aborts the start. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts the embedded databases in the data folder, or uses the servers of `POSTGRES_URL` and `MONGODB_URL`,
 * and creates each service's own database in them. Like a service, an embedded server that crashes is
 * restarted on its data.
 * @param firstPort the embedded servers listen on this port and the following ones, or on others where one is
 * taken.
 * @throws OperatorError when a server cannot be started or used; then none is left running.
 */
export async function startDatabases(
  options: DatabasesOptions,
  secrets: Secrets,
  firstPort: number,
): Promise<Databases> {
  for (const name of ['mongo', 'logs', 'compiled']) await makePrivateFolder(join(options.dataDir, name));
  const postgres = await postgresServer(options, secrets, firstPort);
  const wanted = options.mongoOf ?? MONGO_SERVICES;
  const mongo = await mongoServers(options, secrets, firstPort + 1, wanted, options.bundles);
  const embedded = new Map([...postgres.embedded, ...mongo.embedded]);
  const supervision = supervise<DatabaseServer>((name) => {
    const server = embedded.get(name);
    if (!server) throw new Error(`There is no embedded ${name}.`);
    return server;
  }, options);
  const stop = () => supervision.stop([...embedded.keys()]);
  const urlsOf = async <Urls>(servers: Servers<Urls>) => {
    await supervision.start([...servers.embedded.keys()]);
    return servers.provision();
  };
  try {
    const ready = Promise.all([urlsOf(postgres), urlsOf(mongo)]);
    const [{ events, ...postgresUrls }, mongoUrls] = await unlessAborted(ready, options.signal);
    return {
      urls: { postgres: postgresUrls, mongo: mongoUrls },
      eventsUrl: options.eventsUrl ?? events,
      description: { postgres: postgres.description, mongo: mongo.description },
      failed: supervision.failed,
      program: supervision.program,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
