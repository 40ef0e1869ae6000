import type { Dependencies } from './dependencies.ts';
import { giveBack } from './giveBack.ts';
import { endDueReservations } from './store/endDueReservations.ts';

/** Reservations ended in one transaction; a sweep of more is several. */
const BATCH = 100;

/**
 * Gives back the units of reservations whose time ran out. Any number of processes may do it at once.
 * @param only when given, only reservations with units of one of these products.
 * @returns how many reservations expired.
 */
export async function expireDueReservations(
  deps: Dependencies,
  { only = null }: { only?: readonly string[] | null } = {},
): Promise<number> {
  for (let total = 0; ; ) {
    const count = await expireBatch(deps, only);
    total += count;
    if (count < BATCH) return total;
  }
}

async function expireBatch(deps: Dependencies, only: readonly string[] | null): Promise<number> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const ids = await endDueReservations(tx, { now, limit: BATCH, only });
    if (ids.length > 0) {
      await giveBack(tx, ids, { reason: 'time ran out', actor: 'inventory', at: now });
    }
    return ids.length;
  });
}
