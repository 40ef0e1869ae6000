import type { Identity } from '@holdfast/kit-base/identity';
import type { Quantities } from './quantities.ts';

export type ReservationStatus = 'ACTIVE' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';

export interface Reservation {
  readonly id: string;
  readonly reference: string;
  /** The user it is held for; null when it concerns STAFF only. */
  readonly customerId: string | null;
  /** The requested units. */
  readonly request: Quantities;
  readonly status: ReservationStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Returns the reservation to the user it is held for and to callers that may reserve; null to all others. */
export function visibleTo(identity: Identity, reservation: Reservation | undefined): Reservation | null {
  if (!reservation) return null;
  const own = identity.user !== null && identity.user.id === reservation.customerId;
  return own || identity.scopes.has('stock:reserve') ? reservation : null;
}

export interface ReservationState {
  readonly reservation: Reservation;
  /** True when its sold units came back. */
  readonly returned: boolean;
}

/**
 * How a caller settles a reservation. CONFIRM sells the held units. RELEASE puts them back into stock. RETURN
 * brings sold units back to where they were taken from; the reservation stays CONFIRMED, because that is how
 * it ended.
 */
export type Settling = 'CONFIRM' | 'RELEASE' | 'RETURN';

export type SettlingDecision =
  /** The units move. */
  | { readonly kind: 'settled'; readonly after: ReservationState }
  /** It was settled this way already: the same request again changes nothing. */
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: string };

export function decideSettling(
  settling: Settling,
  { reservation, returned }: ReservationState,
): SettlingDecision {
  const { status } = reservation;
  const settled = (next: ReservationStatus, returned = false): SettlingDecision => ({
    kind: 'settled',
    after: { reservation: { ...reservation, status: next }, returned },
  });
  switch (settling) {
    case 'CONFIRM':
      if (status === 'ACTIVE') return settled('CONFIRMED');
      return status === 'CONFIRMED' ? { kind: 'done' } : refused(status, 'its units went back to stock');
    case 'RELEASE':
      if (status === 'ACTIVE') return settled('RELEASED');
      return status === 'CONFIRMED' ? refused(status, 'its units are sold') : { kind: 'done' };
    case 'RETURN':
      if (status !== 'CONFIRMED') return refused(status, 'its units are not sold');
      return returned ? { kind: 'done' } : settled('CONFIRMED', true);
    default:
      return settling satisfies never;
  }
}

function refused(status: ReservationStatus, why: string): SettlingDecision {
  return { kind: 'refused', reason: `The reservation is ${status.toLowerCase()}: ${why}.` };
}
