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

/** How an ACTIVE reservation can end. */
export type Ending = 'CONFIRM' | 'RELEASE' | 'EXPIRE';

export const STATUS_AFTER = {
  CONFIRM: 'CONFIRMED',
  RELEASE: 'RELEASED',
  EXPIRE: 'EXPIRED',
} as const satisfies Record<Ending, ReservationStatus>;

/**
 * What asking for an ending means for a reservation that is no longer ACTIVE.
 * @returns `done` when it has that effect already, so that asking again changes nothing; else why it is refused.
 */
export function decideEnding(ending: Ending, status: Exclude<ReservationStatus, 'ACTIVE'>): 'done' | string {
  switch (status) {
    case 'CONFIRMED':
      return ending === 'CONFIRM' ? 'done' : 'The reservation is confirmed: its units are sold.';
    case 'RELEASED':
    case 'EXPIRED':
      if (ending !== 'CONFIRM') return 'done';
      return `The reservation is ${status.toLowerCase()}: its units went back to stock.`;
    default:
      return status satisfies never;
  }
}
