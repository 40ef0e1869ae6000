import type { Quantities } from './stock.ts';

export type ReservationStatus = 'ACTIVE' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED';

export interface Reservation {
  readonly id: string;
  readonly reference: string;
  /** Whom it is held for; null when nobody but STAFF is concerned. */
  readonly customerId: string | null;
  /** What was asked for. */
  readonly request: Quantities;
  readonly status: ReservationStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Whether two requests ask for the same; the order of lines does not matter. */
export function sameQuantities(a: Quantities, b: Quantities): boolean {
  return a.size === b.size && [...a].every(([productId, quantity]) => b.get(productId) === quantity);
}

/** A reservation, and whether its sold units came back. */
export interface ReservationState {
  readonly reservation: Reservation;
  readonly returned: boolean;
}

/** What a caller does with a reservation. CONFIRM: the held units are sold. RELEASE: they go back to stock. RETURN: sold
 * ones come back to where they were taken from; the reservation stays CONFIRMED, which is how it ended. */
export type Settling = 'CONFIRM' | 'RELEASE' | 'RETURN';

export type SettlingDecision =
  /** The units move. */
  | { readonly kind: 'settled'; readonly after: ReservationState }
  /** It has that effect already: asking again changes nothing. */
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
