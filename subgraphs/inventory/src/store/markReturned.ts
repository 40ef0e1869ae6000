import type { Queryable } from '@holdfast/kit/postgres';

/** Notes that the units of a CONFIRMED reservation came back. @returns false when they had, or are not sold, or it does
 * not exist: then nothing changed. */
export async function markReturned(tx: Queryable, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reservations set returned_at = $2 where id = $1 and status = 'CONFIRMED' and returned_at is null`,
    [id, at],
  );
  return rowCount === 1;
}
