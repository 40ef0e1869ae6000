import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { movementsOf } from './domain/movement.ts';
import type { StockLevel } from './domain/stock.ts';
import { findReservationLines } from './store/findReservationLines.ts';
import { insertMovements } from './store/insertMovements.ts';
import { lockLevels } from './store/lockLevels.ts';

/** Writes the ledger of reservations that the transaction has just marked EXPIRED: their units go back to stock. */
export async function giveBack(
  tx: Queryable,
  reservationIds: readonly string[],
  { reason, actor, at }: { reason: string | null; actor: string; at: Date },
): Promise<void> {
  const lines = await findReservationLines(tx, reservationIds);
  const locked = await lockLevels(tx, [...new Set(lines.map(({ itemId }) => itemId))]);
  const levels = new Map(locked.map((level) => [level.itemId, level]));
  const movements = lines.flatMap(({ reservationId, itemId, quantity }) => {
    const level = levels.get(itemId);
    if (!level) throw new Error('A reservation line names an item that is not there.');
    const rows = movementsOf('EXPIRE', [{ level, quantity }], { reservationId, reason, actor });
    for (const row of rows) levels.set(itemId, after(level, row.onHandAfter, row.reservedAfter));
    return rows;
  });
  await insertMovements(tx, movements, at);
}

function after(level: StockLevel, onHand: number, reserved: number): StockLevel {
  return { ...level, onHand, reserved };
}
