import type { Queryable } from '@holdfast/kit/postgres';
import type { NewMovement } from '../domain/movement.ts';

/** Writes ledger rows in their order, and by that changes the stock (see the trigger `apply_movements`). The items
 * must be locked already, by `lockLevels`. */
export async function insertMovements(
  tx: Queryable,
  movements: readonly NewMovement[],
  { actor, at }: { actor: string; at: Date },
): Promise<void> {
  await tx.query(
    `insert into stock_movements
       (stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, reservation_id, reason, actor, at)
     select item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, reservation_id, reason, $2, $3
     from rows from (jsonb_to_recordset($1::jsonb) as (
       item_id uuid, kind text, on_hand_delta int, reserved_delta int, on_hand_after int, reserved_after int,
       reservation_id uuid, reason text)) with ordinality
     order by ordinality`,
    [JSON.stringify(movements.map(toRow)), actor, at],
  );
}

function toRow(movement: NewMovement): object {
  return {
    item_id: movement.itemId,
    kind: movement.kind,
    on_hand_delta: movement.onHandDelta,
    reserved_delta: movement.reservedDelta,
    on_hand_after: movement.onHandAfter,
    reserved_after: movement.reservedAfter,
    reservation_id: movement.reservationId,
    reason: movement.reason,
  };
}
