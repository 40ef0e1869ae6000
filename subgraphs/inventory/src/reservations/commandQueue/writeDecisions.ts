import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { insertMovements } from '../../ledger/queries/insertMovements.ts';
import type { Turn, TurnDecision } from '../domain/decideInTurn.ts';
import { endReservations, markReturned } from '../queries/endReservations.ts';
import { deleteReservations } from '../queries/insertReservations.ts';
import { insertReservationLines } from '../queries/reservationLines.ts';

/**
 * Writes the decisions of a batch with one statement per kind of row: lines, endings of reservations, the
 * ledger. Deletes the new reservations that were refused.
 */
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
