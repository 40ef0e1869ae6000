import { randomBytes } from 'node:crypto';
import type { Sqlite } from '../storage/sqlite.ts';
import type { User } from './scram.ts';
import { deriveCredentials } from './scram.ts';

/**
 * The users that may sign in. The first one is named at startup and may use any database as its source; it
 * creates the others, which are stored.
 */
export interface Users {
  readonly first: User;
  find(db: string, name: string): User | undefined;
  /** Creates a user of a database, or changes its password. */
  set(db: string, name: string, password: string): void;
}

export function openUsers(sqlite: Sqlite, auth: { user: string; password: string }): Users {
  sqlite.exec(`create table if not exists users (
    db text, name text, salt blob, iterations integer, stored_key blob, server_key blob, primary key (db, name))`);
  const credentials = deriveCredentials(auth.user, auth.password, randomBytes(28));
  const first: User = { name: auth.user, db: undefined, credentials };
  const bytes = (value: unknown) => Buffer.from(value as Uint8Array);
  return {
    first,
    find(db, name) {
      const row = sqlite.statement('select * from users where db = ? and name = ?').get(db, name);
      if (row === undefined) return name === first.name ? first : undefined;
      return {
        name,
        db,
        credentials: {
          user: name,
          salt: bytes(row['salt']),
          iterations: Number(row['iterations']),
          storedKey: bytes(row['stored_key']),
          serverKey: bytes(row['server_key']),
        },
      };
    },
    set(db, name, password) {
      const created = deriveCredentials(name, password, randomBytes(28));
      sqlite
        .statement('insert or replace into users values (?, ?, ?, ?, ?, ?)')
        .run(db, name, created.salt, created.iterations, created.storedKey, created.serverKey);
    },
  };
}
