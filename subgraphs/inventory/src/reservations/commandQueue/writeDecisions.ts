import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { tracesOf } from '../../database/transactionSettings.ts';
import type { TurnDecision } from '../domain/decideInTurn.ts';
import type { BatchState } from '../queries/readBatchState.ts';
import { writeBatch } from '../queries/writeBatch.ts';
import type { SeenTurn } from './commands.ts';

interface DecidedOn extends BatchState {
  readonly traces: ReadonlyMap<SeenTurn, string | undefined>;
  readonly now: Date;
}

/**
 * Writes the decisions of a batch, if what they were decided on has not changed.
 * @returns false when it has; then nothing is written.
 */
export async function writeDecisions(
  database: Queryable,
  decided: ReadonlyMap<SeenTurn, TurnDecision>,
  { levels, reservations, traces, now }: DecidedOn,
): Promise<boolean> {
  const moved = [...decided].flatMap(([turn, decision]) =>
    decision.kind === 'moved' ? [{ turn, ...decision }] : [],
  );
  if (moved.length === 0) return true;
  const reserving = moved.filter(({ turn }) => turn.kind === 'reserve');
  // A reservation that is settled twice is written as it is in the end.
  const settled = new Map(
    moved.flatMap(({ turn, after }) => (turn.kind === 'settle' ? [[turn.id, after]] : [])),
  );
  const items = new Set(moved.flatMap(({ movements }) => movements.map(({ itemId }) => itemId)));
  const changes = {
    seenReservations: reservations.filter(({ reservation }) => settled.has(reservation.id)),
    seenItems: levels.filter(({ itemId }) => items.has(itemId)),
    reserved: reserving.map(({ after }) => after.reservation),
    lines: reserving.flatMap(({ movements }) =>
      movements.flatMap(({ reservationId, itemId, reservedDelta: quantity }) =>
        reservationId === null ? [] : { reservationId, itemId, quantity },
      ),
    ),
    settled: [...settled.values()],
    movements: moved.flatMap(({ movements }) => movements),
    traces: tracesOf(
      moved.flatMap(({ turn, movements }) =>
        movements.map((movement) => ({ ...movement, traceparent: traces.get(turn) })),
      ),
    ),
  };
  return writeBatch(database, changes, now);
}
