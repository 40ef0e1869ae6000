import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Locks these reservations until the transaction ends, in the order of `endDueReservations`, which may wait
 * for one of them too.
 */
export async function lockReservations(tx: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query('select from reservations where id = any($1::uuid[]) order by id for no key update', [ids]);
}
