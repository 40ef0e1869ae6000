import { conflict, notFound } from '@holdfast/kit/errors';
import type { Dependencies } from './dependencies.ts';
import type { Reservation } from './domain/reservation.ts';
import { moveHeldUnits } from './moveHeldUnits.ts';
import { findReservations } from './store/findReservations.ts';
import { markReturned } from './store/markReturned.ts';

export interface ReturnReservation {
  readonly id: string;
  readonly reason: string | null;
  readonly actor: string;
}

/**
 * Brings the sold units of a reservation back to where they were taken from; the same again changes nothing. The
 * reservation stays CONFIRMED: that is how it ended, and the ledger has what came after.
 * @throws NOT_FOUND, or CONFLICT when its units are not sold.
 */
export async function returnReservation(
  { database, clock }: Dependencies,
  { id, reason, actor }: ReturnReservation,
): Promise<Reservation> {
  return database.transaction(async (tx) => {
    const at = clock();
    const returned = await markReturned(tx, id, at);
    if (returned) await moveHeldUnits(tx, [id], { kind: 'RETURN', reason, actor, at });
    const [reservation] = await findReservations(tx, [id]);
    if (!reservation) throw notFound('Reservation');
    const { status } = reservation;
    if (status === 'CONFIRMED') return reservation;
    throw conflict(`The reservation is ${status.toLowerCase()}: its units are not sold.`, { status });
  });
}
