import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Transactions } from './sharedCommit.ts';

/** The version of the tables' layout; a file with a newer one is rejected. */
const layout = 2;

/**
 * One SQLite file, which this process owns exclusively while it is open.
 *
 * An acknowledged write survives `kill -9`: in WAL mode with `synchronous = NORMAL`, a commit has written its
 * pages to the log through the operating system before it returns, and data that the system holds outlives
 * the process. Only a power cut could lose the last commits, and never the file's consistency. For
 * development, that buys thousands of commits a second instead of one per fsync.
 */
export interface Sqlite extends Transactions {
  /** Returns the prepared statement; each text is prepared once. */
  statement(sql: string): StatementSync;
  /** Executes statements that change tables. */
  exec(sql: string): void;
  close(): void;
}

/**
 * Opens a file. Fails with a message that names it: missing folder, not a database, newer layout, or in use.
 */
export function openSqlite(file: string): Sqlite {
  const db = open(file);
  const statements = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const prepared = db.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  }

  const run = (sql: string) => void statement(sql).run();

  return {
    statement,
    exec(sql) {
      // The tables change, so every statement must be prepared again, or its table no longer exists.
      statements.clear();
      db.exec(sql);
    },
    begin: () => run('begin immediate'),
    commit: () => run('commit'),
    rollback: () => run('rollback'),
    savepoint(work) {
      run('savepoint one');
      try {
        const result = work();
        run('release one');
        return result;
      } catch (error) {
        if (db.isTransaction) {
          run('rollback to one');
          run('release one');
        }
        throw error;
      }
    },
    isOpen: () => db.isTransaction,
    close: () => db.close(),
  };
}

function open(file: string): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    db.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal');
    // Only a checkpoint waits for the disk: let it run every 32 MB rather than every 4.
    db.exec('pragma cache_size = -65536; pragma temp_store = memory; pragma wal_autocheckpoint = 8000');
    migrate(db);
    return db;
  } catch (cause) {
    db?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`cannot open the database file ${file}: ${reason}`, { cause });
  }
}

function migrate(db: DatabaseSync): void {
  const version = Number(db.prepare('pragma user_version').get()?.['user_version'] ?? 0);
  if (version > layout) throw new Error(`its layout is version ${version}, this server knows ${layout}`);
  if (version === layout) return;
  // An id names a table, and is never used again: a cursor that outlives its collection must not read the next one.
  db.exec(`
    begin exclusive;
    ${version === 1 ? 'alter table collections rename to collections1; alter table indexes rename to indexes1;' : ''}
    create table collections (
      id integer primary key autoincrement, db text not null, name text not null, unique (db, name));
    create table indexes (
      id integer primary key autoincrement, collection integer not null, name text not null, definition blob not null,
      multikey text not null, unique (collection, name));
    ${
      version === 1
        ? `insert into collections select * from collections1; drop table collections1;
    insert into indexes select * from indexes1; drop table indexes1;`
        : ''
    }
    pragma user_version = ${layout};
    commit`);
}
