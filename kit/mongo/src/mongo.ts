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
 * Does what takes as long as there is data, such as building indexes, on a connection of its own without a timeout.
 * @throws as `connectMongo`.
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
  /** With the database's name as its path: `mongodb://user:password@host:port/users`. */
  readonly url: string;
  /** Shown in the server's log. */
  readonly name: string;
  /** Milliseconds that the server may take to answer an operation; 0 is for ever. Default 8,000. */
  readonly timeout?: number;
  /** Where the pool is shown. */
  readonly metrics?: Registry;
}

/** By default an operation waits for ever for the answer of a server that is there and silent, or of a connection that
 * was cut without a word; whoever waits for it then waits too. */
const OPERATION_TIMEOUT = 8_000;

/** Milliseconds until a connection stands, and until the monitor takes a server that does not answer it for gone. */
const CONNECT_TIMEOUT = 5_000;
/** Milliseconds between two looks of the monitor. */
const HEARTBEAT = 5_000;

/**
 * A pool of connections to the database of `url`. 64-bit integers are read as `bigint`, as money is kept; writes
 * are acknowledged by the majority.
 * @throws OperatorError when it cannot be reached, or refuses the user.
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

/** The driver tells of its pool by events alone. */
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
 * Whether a write was refused by the unique index named, or by any when none is named. False for every name on a
 * server that does not say which index it was, as FerretDB 1.24.
 */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  return index === undefined || refusedBy(error.message) === index;
}

/** The first `index:` of the message is the server's; after it comes the key, where clients write what they like. */
function refusedBy(message: string): string | undefined {
  return /E11000 duplicate key error collection: \S+ index: (\S+)/.exec(message)?.[1];
}
