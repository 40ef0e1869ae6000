import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { OperatorError } from './errors.ts';

export interface Mongo {
  readonly db: Db;
  /** Rejects when the database does not answer: for readiness. */
  check(): Promise<void>;
  end(): Promise<void>;
}

export interface MongoOptions {
  /** With the database's name as its path: `mongodb://user:password@host:port/users`. */
  readonly url: string;
  /** Shown in the server's log. */
  readonly name: string;
}

/**
 * A pool of connections to the database of `url`. 64-bit integers are read as `bigint`, as money is kept; writes
 * are acknowledged by the majority.
 * @throws OperatorError when it cannot be reached, or refuses the user.
 */
export async function connectMongo({ url, name }: MongoOptions): Promise<Mongo> {
  const client = new MongoClient(url, {
    appName: name,
    useBigInt64: true,
    serverSelectionTimeoutMS: 5_000,
    writeConcern: { w: 'majority' },
  });
  const db = client.db();
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

/** Whether a write was refused by the unique index named, or by any when none is named. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  return index === undefined || error.message.includes(`index: ${index}`);
}
