import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Turn, TurnDecision } from './domain/decideInTurn.ts';
import { deleteReservations } from './store/deleteReservations.ts';
import { endReservations } from './store/endReservations.ts';
import { insertMovements } from './store/insertMovements.ts';
import { insertReservationLines } from './store/insertReservationLines.ts';
import { markReturned } from './store/markReturned.ts';

/** Writes what was decided in turn, one statement for each kind of row, however many there are: lines, how reservations
 * ended, the ledger. A new reservation that was refused is taken back. */
export async function writeDecisions(
  tx: Queryable,
  decided: readonly (readonly [Turn, TurnDecision])[],
  at: Date,
): Promise<void> {
  const moved = decided.flatMap(([turn, decision]) =>
    decision.kind === 'moved' ? [{ turn, ...decision, reservation: decision.after.reservation }] : [],
  );
  const refused = decided.flatMap(([turn, { kind }]) =>
    turn.kind === 'reserve' && kind === 'short' ? [turn.reservation.id] : [],
  );
  const lines = moved.flatMap(({ turn, reservation, movements }) =>
    turn.kind === 'reserve'
      ? movements.map(({ itemId, reservedDelta }) => ({
          reservationId: reservation.id,
          itemId,
          quantity: reservedDelta,
        }))
      : [],
  );
  const settled = moved.filter(({ turn }) => turn.kind === 'settle');
  await deleteReservations(tx, refused);
  await insertReservationLines(tx, lines);
  await endReservations(
    tx,
    settled.filter(({ after }) => !after.returned).map(({ reservation }) => reservation),
  );
  await markReturned(
    tx,
    settled.filter(({ after }) => after.returned).map(({ reservation }) => reservation.id),
    at,
  );
  await insertMovements(
    tx,
    moved.flatMap(({ movements }) => movements),
    at,
  );
}
