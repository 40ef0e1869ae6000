/** Names of prepared statements. PostgreSQL parses and plans a named one once for each connection. */

import pg from 'pg';

/**
 * The maximum number of named statements, each of which costs memory in each connection. Statements are
 * constants of the program; one that is built at run time could fill it up.
 */
const MAX_NAMED = 500;

export interface PreparedStatements {
  /** Returns the name of a statement, from its second use on: one that runs once is not worth a name. */
  nameOf(text: string): string | undefined;
  /** Gives a statement another name, so that every connection prepares it again. */
  renew(text: string): void;
}

/** Creates the names of a pool's statements. */
export function createPreparedStatements(): PreparedStatements {
  const names = new Map<string, string | undefined>();
  let count = 0;
  const name = (text: string) => {
    const next = `s${count++}`;
    names.set(text, next);
    return next;
  };
  return {
    nameOf: (text) => {
      const known = names.get(text);
      if (known !== undefined) return known;
      if (names.has(text)) return name(text);
      if (names.size < MAX_NAMED) names.set(text, undefined);
      return undefined;
    },
    renew: (text) => void name(text),
  };
}

/** Names nothing: for a pooler that gives each transaction another connection and does not know names. */
export const UNPREPARED: PreparedStatements = { nameOf: () => undefined, renew: () => {} };

/**
 * Returns true when PostgreSQL refused a prepared statement because its columns have changed since, such as
 * by a migration of a newer process. It had no effect.
 */
export function isOutdated(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  );
}
