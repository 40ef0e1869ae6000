import type { CommandQueue } from './commandQueue.ts';
import type { Dependencies } from './dependencies.ts';
import type { Reservation } from './domain/reservation.ts';
import { settleReservation } from './settleReservation.ts';
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
 * Two transactions: between them nothing can change but that the reservation ends, since it keeps its reference for ever.
 * @throws CONFLICT when the units are sold.
 */
export async function releaseReference(
  { database, clock, newId }: Dependencies,
  queue: CommandQueue,
  { reference, reason, customerId, actor }: ReleaseReference,
): Promise<Reservation> {
  const now = clock();
  const block: Reservation = {
    id: newId(),
    reference,
    customerId,
    request: new Map(),
    status: 'RELEASED',
    createdAt: now,
    expiresAt: now,
  };
  if ((await insertReservations(database, [block])).size > 0) return block;
  const [held] = await findReservationsByReference(database, [reference]);
  if (!held) throw new Error('A reference was taken and is gone: reservations are never deleted.');
  return settleReservation(queue, { id: held.id, settling: 'RELEASE', reason, actor });
}
