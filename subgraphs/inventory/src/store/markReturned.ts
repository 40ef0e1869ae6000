import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Notes that the units of CONFIRMED reservations came back. @throws Error when some had, or are not sold: the transaction
 * has not locked them. */
export async function markReturned(tx: Queryable, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const { rowCount } = await tx.query(
    `update reservations set returned_at = $2
     where id = any($1::uuid[]) and status = 'CONFIRMED' and returned_at is null`,
    [ids, at],
  );
  if (rowCount !== ids.length) throw new Error('Units that were to come back had come back.');
}
