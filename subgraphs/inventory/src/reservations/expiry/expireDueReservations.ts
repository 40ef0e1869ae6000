import type { Clock } from '@holdfast/kit-base/clock';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { giveBack } from './giveBack.ts';
import { endDueReservations } from './queries.ts';

interface ExpiryDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
}

/** Reservations per transaction; a larger sweep takes several. */
const BATCH = 100;

/**
 * Expires due reservations and gives their units back. Several processes may run it at once.
 * @param only restricts it to reservations with units of one of these products.
 * @returns how many reservations expired.
 */
export async function expireDueReservations(
  deps: ExpiryDependencies,
  { only = null }: { only?: readonly string[] | null } = {},
): Promise<number> {
  for (let total = 0; ; ) {
    const count = await expireBatch(deps, only);
    total += count;
    if (count < BATCH) return total;
  }
}

async function expireBatch(deps: ExpiryDependencies, only: readonly string[] | null): Promise<number> {
  const now = deps.clock();
  return deps.database.transaction(async (tx) => {
    const ids = await endDueReservations(tx, { now, limit: BATCH, only });
    if (ids.length > 0) {
      await giveBack(tx, ids, { reason: 'time ran out', actor: 'inventory', at: now });
    }
    return ids.length;
  });
}
