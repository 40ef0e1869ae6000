import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Makes the hold of an ACTIVE reservation last longer, if that has not been done yet; never shorter. @returns false
 * when it has been, or it is not ACTIVE, or does not exist: then nothing changed. */
export async function extendReservation(
  database: Queryable,
  id: string,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update reservations set expires_at = greatest(expires_at, $3), renewed_at = $2
     where id = $1 and status = 'ACTIVE' and renewed_at is null`,
    [id, now, until],
  );
  return rowCount === 1;
}
