import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { NewMovement } from '../domain.ts';

/**
 * Inserts ledger rows in their order. Triggers then change the stock (`apply_movements`) and write its events
 * (`tell_of_movements`). The items must be locked already, by `lockLevels`. Call it once per transaction,
 * after every other lock.
 */
export async function insertMovements(
  tx: Queryable,
  movements: readonly NewMovement[],
  at: Date,
): Promise<void> {
  if (movements.length === 0) return;
  await tx.query(
    `insert into stock_movements
       (stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, reservation_id, reason, actor, at)
     select item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, reservation_id, reason, actor, $10
     from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::uuid[], $8::text[], $9::text[])
       with ordinality as new (item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
         reservation_id, reason, actor, ordinality)
     order by ordinality`,
    [
      movements.map(({ itemId }) => itemId),
      movements.map(({ kind }) => kind),
      movements.map(({ onHandDelta }) => onHandDelta),
      movements.map(({ reservedDelta }) => reservedDelta),
      movements.map(({ onHandAfter }) => onHandAfter),
      movements.map(({ reservedAfter }) => reservedAfter),
      movements.map(({ reservationId }) => reservationId),
      movements.map(({ reason }) => reason),
      movements.map(({ actor }) => actor),
      at,
    ],
  );
}
