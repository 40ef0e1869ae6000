import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { CommandQueue } from './commandQueue/commandQueue.ts';
import type { Reservation } from './domain/reservation.ts';
import { findReservationsByReference } from './queries/findReservations.ts';
import { insertReservations } from './queries/insertReservations.ts';
import { settleReservation } from './settleReservation.ts';

export interface ReleaseReference {
  readonly reference: string;
  readonly reason: string | null;
  readonly customerId: string | null;
  readonly actor: string;
}

/**
 * Ensures that a reference holds nothing, now or later. Held units are released. An unused reference is taken
 * by a RELEASED reservation of nothing, so that a request to reserve that is still on its way is refused.
 * This takes two transactions. Between them the reservation can only end, because it keeps its reference for
 * ever.
 * @throws CONFLICT when the units are sold.
 */
export async function releaseReference(
  { database, clock, newId }: { readonly database: Queryable; readonly clock: Clock; readonly newId: NewId },
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
  if (!held)
    throw new Error('A taken reference has no reservation, although reservations are never deleted.');
  return settleReservation(queue, { id: held.id, settling: 'RELEASE', reason, actor });
}
