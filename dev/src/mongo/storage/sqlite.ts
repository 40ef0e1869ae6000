import { DatabaseSync, type StatementSync } from 'node:sqlite';

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
export interface Sqlite {
  /** Returns the prepared statement; each text is prepared once. */
  statement(sql: string): StatementSync;
  /** Executes statements that change tables. */
  exec(sql: string): void;
  /** Commits when `work` returns and rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Does the same inside a transaction: undoes only the changes of `work`. */
  savepoint<T>(work: () => T): T;
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

  function wrapped<T>(begin: string, commit: string, rollback: string, work: () => T): T {
    statement(begin).run();
    try {
      const result = work();
      statement(commit).run();
      return result;
    } catch (error) {
      if (db.isTransaction) for (const sql of rollback.split(';')) statement(sql).run();
      throw error;
    }
  }

  return {
    statement,
    exec(sql) {
      // The tables change, so every statement must be prepared again, or its table no longer exists.
      statements.clear();
      db.exec(sql);
    },
    transaction: (work) => wrapped('begin immediate', 'commit', 'rollback', work),
    savepoint: (work) => wrapped('savepoint one', 'release one', 'rollback to one;release one', work),
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
