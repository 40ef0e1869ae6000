import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import type { Postgres, Queryable } from './postgres.ts';

/** An arbitrary number that no other program locks in our databases. */
const LOCK = 7_404_201;

/**
 * Migrates the database to the newest of the `NNNN_name.sql` files of a folder. Each file is applied, with
 * its version row, in one transaction without timeouts. Several processes may migrate at once.
 * @returns the number of files that were applied.
 * @throws OperatorError when the database is newer than the folder, because older code must not write to it.
 */
export async function migrate(database: Postgres, folder: string): Promise<number> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  const newest = files.length;
  let applied = 0;
  for (;;) {
    const done = await database.transaction(
      async (tx) => {
        const version = await currentVersion(tx);
        if (version > newest) {
          throw new OperatorError(
            `the database is at version ${version}, this program knows only version ${newest}; run the newer program.`,
          );
        }
        const file = files[version];
        if (!file) return true;
        await tx.query(await readFile(join(folder, file), 'utf8'));
        await tx.query('insert into schema_migrations (version, name) values ($1, $2)', [version + 1, file]);
        applied++;
        return false;
      },
      { unlimited: true },
    );
    if (done) return applied;
  }
}

async function currentVersion(tx: Queryable): Promise<number> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
  await tx.query(
    'create table if not exists schema_migrations (version int primary key, name text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await tx.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from schema_migrations',
  );
  return rows[0]?.version ?? 0;
}
