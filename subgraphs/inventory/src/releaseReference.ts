import type { Dependencies } from './dependencies.ts';
import type { Reservation } from './domain/reservation.ts';
import { endWithin } from './endReservation.ts';
import { findReservationsByReference } from './store/findReservations.ts';
import { insertReservations } from './store/insertReservations.ts';

export interface ReleaseReference {
  readonly reference: string;
  readonly reason: string | null;
  readonly customerId: string | null;
  readonly actor: string;
}

/**
 * Sees to it that nothing is held under a reference, now or later: what is held goes back, and where there is nothing a
 * RELEASED reservation of nothing takes the reference, so that a request to reserve that is still on its way is refused.
 * @throws CONFLICT when the units are sold.
 */
export async function releaseReference(deps: Dependencies, command: ReleaseReference): Promise<Reservation> {
  const { reference, reason, customerId, actor } = command;
  return deps.database.transaction(async (tx) => {
    const now = deps.clock();
    const block: Reservation = {
      id: deps.newId(),
      reference,
      customerId,
      request: new Map(),
      status: 'RELEASED',
      createdAt: now,
      expiresAt: now,
    };
    if ((await insertReservations(tx, [block])).size > 0) return block;
    const [held] = await findReservationsByReference(tx, [reference]);
    if (!held) throw new Error('A reference was taken and is gone: reservations are never deleted.');
    return endWithin(tx, deps, { id: held.id, ending: 'RELEASE', reason, actor });
  });
}
