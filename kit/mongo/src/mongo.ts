import { OperatorError } from '@holdfast/kit-base/errors';
import { isTracing } from '@holdfast/kit-base/trace';
import { showPool } from '@holdfast/kit-telemetry/pools';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import type { Registry } from 'prom-client';
import { boundReads } from './deadlines.ts';
import { guardSockets } from './sockets.ts';
import { traceCommands } from './spans.ts';

export interface Mongo {
  readonly db: Db;
  /** Rejects when the database does not answer: for readiness. */
  check(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Runs work whose duration depends on the amount of data, such as building indexes, on a separate connection
 * without a timeout.
 * @throws like `connectMongo`.
 */
export async function withoutTimeout<T>(
  options: Omit<MongoOptions, 'timeout'>,
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const { db, end } = await connectMongo({ ...options, timeout: 0 });
  try {
    return await work(db);
  } finally {
    await end();
  }
}

export interface MongoOptions {
  /** A URL with the database's name as its path: `mongodb://user:password@host:port/users`. */
  readonly url: string;
  /** Shown in the server's log. */
  readonly name: string;
  /** Milliseconds that the server may take to answer an operation; 0 means no limit. Default 8,000. */
  readonly timeout?: number;
  /** Exports the state of the pool. */
  readonly metrics?: Registry;
}

/**
 * Milliseconds. By the driver's default, an operation waits forever for a server that is up but silent, or on
 * a connection that was cut without notice.
 */
const OPERATION_TIMEOUT = 8_000;

/** Milliseconds for opening a connection, and after which the monitor takes a silent server for dead. */
const CONNECT_TIMEOUT = 5_000;
/** Milliseconds between two checks of the monitor. */
const HEARTBEAT = 5_000;

/**
 * Opens a pool of connections to the database of `url`. It reads 64-bit integers as `bigint`, because money
 * is stored so. Writes are acknowledged by the majority.
 * @throws OperatorError when the database cannot be reached, or refuses the user.
 */
export async function connectMongo({
  url,
  name,
  timeout = OPERATION_TIMEOUT,
  metrics,
}: MongoOptions): Promise<Mongo> {
  const client = new MongoClient(url, {
    appName: name,
    useBigInt64: true,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: CONNECT_TIMEOUT,
    heartbeatFrequencyMS: HEARTBEAT,
    socketTimeoutMS: timeout,
    writeConcern: { w: 'majority' },
    ...(isTracing() && { monitorCommands: true }),
  });
  if (isTracing()) traceCommands(client);
  guardSockets(client.options.hosts.flatMap(({ port }) => port ?? []));
  if (metrics) watchPool(client, metrics);
  const db = client.db();
  boundReads(db);
  try {
    await client.connect();
    await db.command({ ping: 1 });
  } catch (cause) {
    await client.close();
    const reason =
      cause instanceof MongoServerError ? cause.codeName : cause instanceof Error ? cause.name : '';
    throw new OperatorError(
      `cannot use the MongoDB database ${db.databaseName} at ${new URL(url).host} (${reason}); start it, or correct MONGODB_URL of ${name}.`,
      { cause },
    );
  }
  return {
    db,
    check: async () => void (await db.command({ ping: 1 })),
    end: () => client.close(),
  };
}

/** Counts the connections by the driver's events, its only source for the state of its pool. */
function watchPool(client: MongoClient, metrics: Registry): void {
  let open = 0;
  let busy = 0;
  let waiting = 0;
  client.on('connectionCreated', () => void open++);
  client.on('connectionClosed', () => void open--);
  client.on('connectionCheckOutStarted', () => void waiting++);
  client.on('connectionCheckOutFailed', () => void waiting--);
  client.on('connectionCheckedOut', () => {
    waiting--;
    busy++;
  });
  client.on('connectionCheckedIn', () => void busy--);
  showPool(metrics, 'mongodb', () => ({ busy, idle: open - busy, waiting }));
}

/**
 * Returns true when the unique index `index` rejected a write, or any unique index if none is given. On a
 * server that does not name the index, such as FerretDB 1.24, it returns false for every name.
 */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  return index === undefined || rejectedBy(error.message) === index;
}

/**
 * The first `index:` of the message is from the server. The key after it can contain any text of a client.
 */
function rejectedBy(message: string): string | undefined {
  return /E11000 duplicate key error collection: \S+ index: (\S+)/.exec(message)?.[1];
}
