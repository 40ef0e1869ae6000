import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { ObjectId } from 'bson';
import { openUsers } from './auth/users.ts';
import type { Environment, ReplicaSet } from './commands/command.ts';
import { createCursors } from './commands/cursors.ts';
import { type Log, serveConnection } from './connection.ts';
import { openStore } from './storage/store.ts';
import { startTtlMonitor } from './ttl.ts';

export interface MongoServerOptions {
  /** The SQLite database file, or ':memory:'. */
  file: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** The port to listen on; 0 picks a free one. */
  port: number;
  /** The first user, who has every right. Without it every client has every right. */
  auth?: { user: string; password: string };
  /**
   * Makes the server the only member of a replica set with this name, known to clients by this host and port.
   */
  replicaSet?: ReplicaSet;
  log?: Log;
  /** The clock and the ids; by default the machine's. */
  environment?: Environment;
  /**
   * Milliseconds between two passes that delete documents expired by TTL indexes. A minute by default, as in
   * MongoDB.
   */
  ttlInterval?: number;
}

export interface MongoServer extends AsyncDisposable {
  readonly port: number;
  /** The URL, with user and password when there are any. */
  readonly url: string;
  /** Closes every connection and releases the file. */
  close(): Promise<void>;
}

/** The clock and the ids of this machine. */
export const systemEnvironment: Environment = {
  now: () => new Date(),
  newId: () => new ObjectId(),
  newNonce: () => randomBytes(24).toString('base64'),
  random: Math.random,
};

/**
 * Starts a small MongoDB over one SQLite file, for development and tests only.
 *
 * Its writes are atomic: a command runs synchronously from its decoded request to its reply, in this one
 * thread and without an await, so no two commands ever interleave. A command that fails undoes its own writes
 * alone, and so does a failing statement of one. The writes of all commands that arrive in one turn of the
 * event loop are one SQLite transaction, and no reply is sent before it is committed (`storage/sharedCommit.ts`).
 * `storage/sqlite.ts` explains why they are durable.
 *
 * Rejects with an error that names the port when it is taken, or the file when it cannot be opened.
 */
export async function createMongoServer(options: MongoServerOptions): Promise<MongoServer> {
  const {
    file,
    host = '127.0.0.1',
    port,
    auth,
    replicaSet,
    log = { warn: () => {} },
    environment = systemEnvironment,
    ttlInterval = 60_000,
  } = options;
  const store = openStore(file);
  const sockets = new Set<Socket>();
  const cursors = createCursors();
  const users = auth && openUsers(store.sqlite, auth);
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const connection = { id: connections, user: undefined, conversation: undefined };
    serveConnection(socket, connection, { store, cursors, environment, users, replicaSet }, log);
  });
  try {
    await listen(server, host, port);
  } catch (error) {
    store.close();
    throw error;
  }
  const stopTtlMonitor = startTtlMonitor(store, environment.now, ttlInterval);
  const bound = portOf(server);
  const userinfo = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@` : '';

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopTtlMonitor();
    closing ??= new Promise<void>((resolve) => {
      server.close(() => {
        store.close();
        resolve();
      });
      for (const socket of sockets) socket.destroy();
    });
    return closing;
  };
  return { port: bound, url: `mongodb://${userinfo}${host}:${bound}/`, close, [Symbol.asyncDispose]: close };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(new Error(`cannot listen on ${host}:${port}: ${cause.message}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return address.port;
}
