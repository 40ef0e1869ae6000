import type { Reservation, ReservationStatus } from '../domain/reservation.ts';

/** The columns of a reservation, for `select` and `returning`. */
export const RESERVATION_COLUMNS = `id, reference, customer_id as "customerId", request, status,
  created_at as "createdAt", expires_at as "expiresAt"`;

export interface ReservationRow {
  readonly id: string;
  readonly reference: string;
  readonly customerId: string | null;
  readonly request: Readonly<Record<string, number>>;
  readonly status: ReservationStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export function toReservation(row: ReservationRow): Reservation {
  return { ...row, request: new Map(Object.entries(row.request)) };
}
