import pg from 'pg';
import { OperatorError } from './errors.ts';

/** What a query needs: a pool or a transaction. The smallest part of the driver that stores depend on. */
export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export interface Postgres extends Queryable {
  /** Runs `work` in one transaction (READ COMMITTED), again when PostgreSQL names one of RETRIED. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer: for readiness. */
  check(): Promise<void>;
  end(): Promise<void>;
}

export interface PostgresOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Most connections at once. Default 10. */
  readonly connections?: number;
}

/** serialization_failure and deadlock_detected: the transaction did nothing and may be run again. */
const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 3;
/** Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 10_000;

/** `bigint` columns are read as `bigint`: money must not pass through floating point. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? BigInt
      : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

/**
 * A pool of connections to the database of `url`.
 * @throws OperatorError when it cannot be reached, or refuses the role.
 */
export async function connectPostgres(options: PostgresOptions): Promise<Postgres> {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.connections ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    types,
  });
  // A connection that breaks while idle is dropped by the pool; the next query gets a new one.
  pool.on('error', () => {});
  const database: Postgres = {
    query: (text, values) => run(pool, text, values),
    transaction: (work) => transaction(pool, work),
    check: async () => void (await pool.query('select 1')),
    end: () => pool.end(),
  };
  try {
    await database.check();
  } catch (error) {
    await pool.end();
    throw unreachable(options, error);
  }
  return database;
}

async function run<Row>(
  client: { query(text: string, values?: unknown[]): Promise<pg.QueryResult> },
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: Row[]; rowCount: number | null }> {
  const { rows, rowCount } = await client.query(text, [...values]);
  return { rows, rowCount };
}

async function transaction<T>(pool: pg.Pool, work: (tx: Queryable) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work({ query: (text, values) => run(client, text, values) });
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((cause: Error) => {
        broken = cause;
      });
      if (attempt === ATTEMPTS || !RETRIED.has(sqlState(error) ?? '')) throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** The SQLSTATE of an error that PostgreSQL reported. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** The name of the constraint that refused a write. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

function unreachable({ url, name }: PostgresOptions, cause: unknown): OperatorError {
  const { host, pathname } = new URL(url);
  const reason =
    sqlState(cause) ?? (cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause));
  return new OperatorError(
    `cannot use the PostgreSQL database ${pathname.slice(1)} at ${host} (${reason}); start it, or correct POSTGRES_URL of ${name}.`,
    { cause },
  );
}
