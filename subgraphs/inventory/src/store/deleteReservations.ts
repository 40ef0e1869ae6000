import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Takes back reservations that this same transaction has written, and refused: their references stay free. */
export async function deleteReservations(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('delete from reservations where id = any($1::uuid[])', [ids]);
}
