import { currentDeadline } from '@holdfast/kit-base/deadline';
import { OperatorError } from '@holdfast/kit-base/errors';
import { showPool } from '@holdfast/kit-telemetry/pools';
import pg from 'pg';
import type { Registry } from 'prom-client';
import { queryUntilDeadline } from './cancel.ts';
import { checkOut } from './checkOut.ts';
import {
  createPreparedStatements,
  isOutdated,
  type PreparedStatements,
  UNPREPARED,
} from './preparedStatements.ts';
import { beginWithTrace, statementSpan, withTrace } from './spans.ts';

/** A pool or a transaction. Queries depend only on this part of the driver. */
export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export interface Postgres extends Queryable {
  /**
   * Runs `work` in one transaction (READ COMMITTED). Retries it after one of the errors in RETRIED, and when a
   * prepared statement of it is outdated.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Rejects when the database does not answer: for readiness. */
  check(): Promise<void>;
  end(): Promise<void>;
}

export interface TransactionOptions {
  /** Removes the limits on statements and on the pauses between them. For migrations; false by default. */
  readonly unlimited?: boolean;
  /**
   * Milliseconds of the longest pause between two statements, after which the server ends the transaction.
   * Default 5,000.
   */
  readonly pause?: number;
}

export interface PostgresOptions {
  /**
   * With `?prepared_statements=false` behind a pooler that gives each transaction another connection and does
   * not know prepared statements.
   */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** The setting with the URL, for messages. `POSTGRES_URL of <name>` by default. */
  readonly setting?: string;
  /** The maximum number of connections. Default 10. */
  readonly connections?: number;
  /** Exports the state of the pool. */
  readonly metrics?: Registry;
}

/** serialization_failure and deadlock_detected: the transaction had no effect and can be retried. */
const RETRIED = new Set(['40001', '40P01']);
const ATTEMPTS = 3;
/** Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 10_000;
/** For a server that cannot report a timeout itself, because its machine or the network is down. */
const QUERY_TIMEOUT = 12_000;
/** The longest time for which a process that hangs within a transaction keeps its row locks. */
const IDLE_IN_TRANSACTION_TIMEOUT = 5_000;

const BEGIN = 'begin';
const BEGIN_UNLIMITED = `begin; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

/** `bigint` columns are read as `bigint`: money must not pass through floating point. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? BigInt
      : pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
};

/**
 * Opens a pool of connections to the database of `url`.
 * @throws OperatorError when the database cannot be reached, or refuses the role.
 */
export async function connectPostgres(options: PostgresOptions): Promise<Postgres> {
  const prepared = isPreparing(options) ? createPreparedStatements() : UNPREPARED;
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.name,
    max: options.connections ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    statement_timeout: STATEMENT_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT,
    types,
  });
  // The pool drops a connection that breaks while idle; the next query gets a new one.
  pool.on('error', () => {});
  if (options.metrics) {
    showPool(options.metrics, 'postgres', () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }));
  }
  const running: Running = {
    namespace: new URL(options.url).pathname.slice(1),
    timeout: QUERY_TIMEOUT,
    alone: true,
    prepared,
  };
  const query = <Row>(text: string, values?: readonly unknown[]) => {
    const deadline = currentDeadline();
    if (!deadline) return run<Row>(pool, running, text, values);
    return queryUntilDeadline(pool, deadline, (client) => run<Row>(client, running, text, values));
  };
  const database: Postgres = {
    query: <Row>(text: string, values?: readonly unknown[]) =>
      query<Row>(text, values).catch((error) => {
        if (!isOutdated(error)) throw error;
        return query<Row>(text, values);
      }),
    transaction: (work, transactionOptions) => transaction(pool, running, work, transactionOptions),
    check: async () => void (await run(pool, running, 'select 1')),
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

/**
 * The driver's config of one query. Its types lack `query_timeout`: milliseconds, undefined for no timeout.
 */
interface Query {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: unknown[];
  readonly query_timeout: number | undefined;
}

/** How the statements of a pool are run. */
interface Running {
  /** The database's name, for spans. */
  readonly namespace: string;
  /** Milliseconds; undefined for no timeout. */
  readonly timeout: number | undefined;
  /** True when each statement is its own transaction. */
  readonly alone: boolean;
  readonly prepared: PreparedStatements;
}

async function run<Row>(
  client: { query(query: Query): Promise<pg.QueryResult> },
  { namespace, timeout, alone, prepared }: Running,
  text: string,
  values: readonly unknown[] = [],
): Promise<{ rows: Row[]; rowCount: number | null }> {
  const sent = alone ? withTrace(text) : text;
  // Without values, a text may have several statements. With a trace, it is another one each time.
  const name = values.length > 0 && sent === text ? prepared.nameOf(text) : undefined;
  const query = () => client.query({ name, text: sent, values: [...values], query_timeout: timeout });
  try {
    const { rows, rowCount } = await statementSpan(namespace, text, query);
    return { rows, rowCount };
  } catch (error) {
    if (isOutdated(error)) prepared.renew(text);
    throw error;
  }
}

/** Sets the longest pause of a transaction in the same round trip as its `begin`. */
function beginWithPause(pause: number | undefined): string {
  return pause === undefined
    ? BEGIN
    : `${BEGIN}; set local idle_in_transaction_session_timeout = ${Math.ceil(pause)}`;
}

async function transaction<T>(
  pool: pg.Pool,
  { namespace, prepared }: Running,
  work: (tx: Queryable) => Promise<T>,
  { unlimited = false, pause }: TransactionOptions = {},
): Promise<T> {
  const running = { namespace, timeout: unlimited ? undefined : QUERY_TIMEOUT, alone: false, prepared };
  for (let attempt = 1; ; attempt++) {
    let broken: Error | undefined;
    const keep = (error: Error) => {
      broken ??= error;
    };
    const client = await checkOut(pool, keep);
    const query = <Row>(text: string, values?: readonly unknown[]) =>
      run<Row>(client, running, text, values).catch((error) => {
        // The error is not from PostgreSQL, so the connection may still be busy with the statement.
        if (!(error instanceof pg.DatabaseError)) keep(error);
        throw error;
      });
    try {
      await query(unlimited ? BEGIN_UNLIMITED : beginWithTrace(beginWithPause(pause)));
      const result = await work({ query });
      await query('commit');
      return result;
    } catch (error) {
      if (!broken) await query('rollback').catch(keep);
      if (attempt === ATTEMPTS || !(RETRIED.has(sqlState(error) ?? '') || isOutdated(error))) throw error;
    } finally {
      client.off('error', keep);
      client.release(broken);
    }
  }
}

/** @throws OperatorError when the URL's setting has neither of its values. */
function isPreparing({ url, name, setting = `POSTGRES_URL of ${name}` }: PostgresOptions): boolean {
  const given = new URL(url).searchParams.get('prepared_statements') ?? 'true';
  if (given === 'true' || given === 'false') return given === 'true';
  throw new OperatorError(`prepared_statements in ${setting} must be true or false.`);
}

/** Returns the SQLSTATE of an error that PostgreSQL reported. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Returns the name of the constraint that rejected a write. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/**
 * Returns true when PostgreSQL refused data (SQLSTATE classes 22, data exception, and 23, integrity
 * constraint violation). In a batch it may belong to one request alone, unlike a lost connection or a timeout.
 */
export function isRefusedData(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}

function unreachable(
  { url, name, setting = `POSTGRES_URL of ${name}` }: PostgresOptions,
  cause: unknown,
): OperatorError {
  const { host, pathname } = new URL(url);
  const reason =
    sqlState(cause) !== undefined && cause instanceof Error
      ? `${cause.message}, ${sqlState(cause)}`
      : cause instanceof Error && 'code' in cause
        ? String(cause.code)
        : String(cause);
  return new OperatorError(
    `cannot use the PostgreSQL database ${pathname.slice(1)} at ${host} (${reason}); start it, or correct ${setting}.`,
    { cause },
  );
}
