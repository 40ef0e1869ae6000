import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { sameQuantities } from '../domain/quantities.ts';
import type { Reservation } from '../domain/reservation.ts';
import { findReservationsByReference } from '../queries/findReservations.ts';
import { insertReservations } from '../queries/insertReservations.ts';

/** `done`: the reference was used for the same lines. `taken`: it was used for other lines. */
export type UsedReference =
  | { readonly kind: 'done'; readonly reservation: Reservation }
  | { readonly kind: 'taken' };

/**
 * Inserts new reservations, except those whose reference is used. No two of them have the same reference.
 * @returns the answer to each of these, by the new reservation's id.
 */
export async function claimReferences(
  tx: Queryable,
  wanted: readonly Reservation[],
): Promise<Map<string, UsedReference>> {
  if (wanted.length === 0) return new Map();
  const written = await insertReservations(tx, wanted);
  const unwritten = wanted.filter(({ id }) => !written.has(id));
  if (unwritten.length === 0) return new Map();
  const references = unwritten.map(({ reference }) => reference);
  const found = await findReservationsByReference(tx, references);
  const byReference = new Map(found.map((reservation) => [reservation.reference, reservation]));
  return new Map(unwritten.map((each) => [each.id, answerFor(each, byReference.get(each.reference))]));
}

function answerFor({ request }: Reservation, reservation: Reservation | undefined): UsedReference {
  if (!reservation)
    throw new Error('A taken reference has no reservation, although reservations are never deleted.');
  return sameQuantities(reservation.request, request) ? { kind: 'done', reservation } : { kind: 'taken' };
}
