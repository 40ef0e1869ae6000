import type { Queryable } from '@holdfast/kit/postgres';
import { type Ending, STATUS_AFTER } from '../domain/reservation.ts';

/** Ends an ACTIVE reservation. @returns false when it is not ACTIVE, or does not exist: then nothing changed. */
export async function endReservation(tx: Queryable, id: string, ending: Ending): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reservations set status = $2 where id = $1 and status = 'ACTIVE'`,
    [id, STATUS_AFTER[ending]],
  );
  return rowCount === 1;
}
