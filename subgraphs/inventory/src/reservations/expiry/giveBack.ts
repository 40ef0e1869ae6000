import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { movementsOf, type StockLevel } from '../../ledger/domain.ts';
import { insertMovements } from '../../ledger/queries/insertMovements.ts';
import { lockLevels } from '../../ledger/queries/lockLevels.ts';
import { findReservationLines } from '../queries/reservationLines.ts';

/**
 * Writes the ledger rows that put the units of reservations back into stock, which this transaction has just
 * marked EXPIRED.
 */
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
    if (!level) throw new Error('A reservation line names an item that does not exist.');
    const rows = movementsOf('EXPIRE', [{ level, quantity }], { reservationId, reason, actor });
    for (const row of rows) levels.set(itemId, after(level, row.onHandAfter, row.reservedAfter));
    return rows;
  });
  await insertMovements(tx, movements, at);
}

function after(level: StockLevel, onHand: number, reserved: number): StockLevel {
  return { ...level, onHand, reserved };
}
