import type { Identity } from '@holdfast/kit-base/identity';
import type { Reservation } from './domain/reservation.ts';

/** A reservation is seen by the one it is held for, and by whoever may reserve; for others it does not exist. */
export function visibleTo(identity: Identity, reservation: Reservation | undefined): Reservation | null {
  if (!reservation) return null;
  const own = identity.user !== null && identity.user.id === reservation.customerId;
  return own || identity.scopes.has('stock:reserve') ? reservation : null;
}
