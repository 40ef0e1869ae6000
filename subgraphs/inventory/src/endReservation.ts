import { conflict, notFound } from '@holdfast/kit/errors';
import type { Queryable } from '@holdfast/kit/postgres';
import type { Dependencies } from './dependencies.ts';
import { decideEnding, type Ending, type Reservation } from './domain/reservation.ts';
import { moveHeldUnits } from './moveHeldUnits.ts';
import { endReservation as markEnded } from './store/endReservation.ts';
import { findReservations } from './store/findReservations.ts';

export interface EndReservation {
  readonly id: string;
  /** CONFIRM: the held units are sold. RELEASE: they go back to stock. */
  readonly ending: Exclude<Ending, 'EXPIRE'>;
  readonly reason: string | null;
  readonly actor: string;
}

/**
 * Confirms or releases a reservation; the same again changes nothing.
 * @throws NOT_FOUND, or CONFLICT when it has ended in another way.
 */
export async function endReservation(deps: Dependencies, command: EndReservation): Promise<Reservation> {
  return deps.database.transaction((tx) => endWithin(tx, deps, command));
}

/** As `endReservation`, in a transaction that is under way. */
export async function endWithin(
  tx: Queryable,
  { clock }: Dependencies,
  { id, ending, reason, actor }: EndReservation,
): Promise<Reservation> {
  if (await markEnded(tx, id, ending)) {
    await moveHeldUnits(tx, [id], { kind: ending, reason, actor, at: clock() });
    return read(tx, id);
  }
  const reservation = await read(tx, id);
  if (reservation.status === 'ACTIVE') throw new Error('An ACTIVE reservation could not be ended.');
  const decision = decideEnding(ending, reservation.status);
  if (decision !== 'done') throw conflict(decision, { status: reservation.status });
  return reservation;
}

async function read(tx: Queryable, id: string): Promise<Reservation> {
  const [reservation] = await findReservations(tx, [id]);
  if (!reservation) throw notFound('Reservation');
  return reservation;
}
