import { conflict } from '@holdfast/kit/errors';
import type { Queryable } from '@holdfast/kit/postgres';
import type { Dependencies } from './dependencies.ts';
import { movementsOf } from './domain/movement.ts';
import { type Reservation, sameQuantities } from './domain/reservation.ts';
import { allocate, type Quantities, type Shortage } from './domain/stock.ts';
import { expireDueReservations } from './expireDueReservations.ts';
import { findAvailability } from './store/findAvailability.ts';
import { findReservationByReference } from './store/findReservations.ts';
import { insertMovements } from './store/insertMovements.ts';
import { insertReservation } from './store/insertReservation.ts';
import { insertReservationLines } from './store/insertReservationLines.ts';
import { lockLevelsOfProducts } from './store/lockLevels.ts';

export interface ReserveStock {
  /** Idempotency key, for ever. */
  readonly reference: string;
  readonly quantities: Quantities;
  readonly ttlSeconds: number;
  readonly customerId: string | null;
  /** For the ledger. */
  readonly actor: string;
}

export type ReserveStockOutcome =
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/** Thrown to roll the transaction back: a refused reservation leaves no row, so its reference stays free. */
class Short extends Error {
  readonly shortages: readonly Shortage[];
  constructor(shortages: readonly Shortage[]) {
    super('too little stock');
    this.shortages = shortages;
  }
}

/**
 * Holds all that is asked for, or nothing. The same reference again gives the same reservation.
 * @throws CONFLICT when the reference was used for something else.
 */
export async function reserveStock(deps: Dependencies, command: ReserveStock): Promise<ReserveStockOutcome> {
  const first = await attempt(deps, command);
  if (first.kind === 'reserved' || !(await isThereAfterSweep(deps, first.shortages))) return first;
  const only = first.shortages.map(({ productId }) => productId);
  await expireDueReservations(deps, { only });
  return attempt(deps, command);
}

/** Whether what was missing is held by reservations whose time ran out, and that no sweep has given back yet. */
async function isThereAfterSweep(
  { database, clock }: Dependencies,
  shortages: readonly Shortage[],
): Promise<boolean> {
  const ids = shortages.map(({ productId }) => productId);
  const found = await findAvailability(database, ids, clock());
  const available = new Map(found.map((each) => [each.productId, each.available]));
  return shortages.every(({ productId, requested }) => (available.get(productId) ?? 0) >= requested);
}

async function attempt(deps: Dependencies, command: ReserveStock): Promise<ReserveStockOutcome> {
  try {
    const reservation = await deps.database.transaction((tx) => reserve(tx, deps, command));
    return { kind: 'reserved', reservation };
  } catch (error) {
    if (error instanceof Short) return { kind: 'short', shortages: error.shortages };
    throw error;
  }
}

async function reserve(tx: Queryable, deps: Dependencies, command: ReserveStock): Promise<Reservation> {
  const now = deps.clock();
  const reservation: Reservation = {
    id: deps.newId(),
    reference: command.reference,
    customerId: command.customerId,
    request: command.quantities,
    status: 'ACTIVE',
    createdAt: now,
    expiresAt: new Date(now.getTime() + command.ttlSeconds * 1000),
  };
  if (!(await insertReservation(tx, reservation))) return existing(tx, command);
  const levels = await lockLevelsOfProducts(tx, [...command.quantities.keys()]);
  const decision = allocate(command.quantities, levels);
  if (decision.kind === 'short') throw new Short(decision.shortages);
  await insertReservationLines(tx, reservation.id, decision.allocations);
  const movements = movementsOf('RESERVE', decision.allocations, {
    reservationId: reservation.id,
    reason: null,
  });
  await insertMovements(tx, movements, { actor: command.actor, at: now });
  return reservation;
}

async function existing(tx: Queryable, { reference, quantities }: ReserveStock): Promise<Reservation> {
  const reservation = await findReservationByReference(tx, reference);
  if (!reservation) throw new Error('A reference was taken and is gone: reservations are never deleted.');
  if (sameQuantities(reservation.request, quantities)) return reservation;
  throw conflict('This reference was used for other lines.');
}
