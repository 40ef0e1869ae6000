import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { type Reservation, sameQuantities } from './domain/reservation.ts';
import { findReservationsByReference } from './store/findReservations.ts';
import { insertReservations } from './store/insertReservations.ts';

/** `done`: the reference was used for the same. `taken`: for other lines. */
export type UsedReference =
  | { readonly kind: 'done'; readonly reservation: Reservation }
  | { readonly kind: 'taken' };

/**
 * Writes new reservations, each under a reference of its own, but for those whose reference is used.
 * @returns what is to be answered for these, by the new reservation's id.
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
  return new Map(unwritten.map((each) => [each.id, ofUsed(each, byReference.get(each.reference))]));
}

function ofUsed({ request }: Reservation, reservation: Reservation | undefined): UsedReference {
  if (!reservation) throw new Error('A reference was taken and is gone: reservations are never deleted.');
  return sameQuantities(reservation.request, request) ? { kind: 'done', reservation } : { kind: 'taken' };
}
