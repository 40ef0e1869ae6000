import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Forgets mails that were begun before then: longer ago than a bus may deliver their events again. */
export async function forgetMails(database: Queryable, before: Date): Promise<void> {
  await database.query('delete from mails where begun_at < $1', [before]);
}
