import type { Clock } from '@holdfast/kit-base/clock';
import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import { movementsOf } from '../ledger/domain.ts';
import { insertMovements } from '../ledger/queries/insertMovements.ts';
import { lockLevelsOfProducts } from '../ledger/queries/lockLevels.ts';
import { allocate } from './domain/allocate.ts';
import type { Shortage } from './domain/quantities.ts';
import type { Reservation } from './domain/reservation.ts';
import { expireDueReservations } from './expiry/expireDueReservations.ts';
import { findReservations } from './queries/findReservations.ts';
import { extendReservation, reviveReservation } from './queries/renewals.ts';
import { insertReservationLines } from './queries/reservationLines.ts';
import type { ReserveStockOutcome } from './reserveStock.ts';

interface RenewDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
}

export interface RenewReservation {
  readonly id: string;
  /** Counts from now, for an ACTIVE reservation that was not renewed before and for an EXPIRED one. */
  readonly ttlSeconds: number;
  readonly actor: string;
}

/**
 * Ensures that a reservation holds its units for some time longer. An ACTIVE reservation is extended once;
 * the same again changes nothing. An EXPIRED one holds as many units again, from any warehouse, or nothing
 * when there are too few. A CONFIRMED one stays unchanged.
 * @throws NOT_FOUND, or CONFLICT when it was released.
 */
export async function renewReservation(
  deps: RenewDependencies,
  command: RenewReservation,
): Promise<ReserveStockOutcome> {
  const { id } = command;
  const now = deps.clock();
  const until = new Date(now.getTime() + command.ttlSeconds * 1000);
  await extendReservation(deps.database, id, { now, until });
  const [reservation] = await findReservations(deps.database, [id]);
  if (!reservation) throw notFound('Reservation');
  switch (reservation.status) {
    case 'ACTIVE':
    case 'CONFIRMED':
      return { kind: 'reserved', reservation };
    case 'EXPIRED':
      return holdAfterSweep(deps, reservation, { ...command, until });
    case 'RELEASED':
      throw conflict('The reservation is released: its units went back to stock.', { status: 'RELEASED' });
    default:
      return reservation.status satisfies never;
  }
}

interface HoldAgain {
  readonly actor: string;
  readonly until: Date;
}

/** When units are short, gives back those of expired holds, and tries again. */
async function holdAfterSweep(
  deps: RenewDependencies,
  reservation: Reservation,
  hold: HoldAgain,
): Promise<ReserveStockOutcome> {
  const outcome = await holdAgain(deps, reservation, hold);
  if (outcome.kind === 'reserved') return outcome;
  await expireDueReservations(deps, { only: [...reservation.request.keys()] });
  return holdAgain(deps, reservation, hold);
}

/** Thrown within the transaction to roll it back. */
class ShortError extends Error {
  override name = 'ShortError';
  readonly shortages: readonly Shortage[];
  constructor(shortages: readonly Shortage[]) {
    super('too little stock');
    this.shortages = shortages;
  }
}

async function holdAgain(
  { database, clock }: RenewDependencies,
  { id, request }: Reservation,
  { actor, until }: HoldAgain,
): Promise<ReserveStockOutcome> {
  try {
    return await database.transaction(async (tx) => {
      const now = clock();
      const reservation = await reviveReservation(tx, id, { now, until });
      // Another transaction was faster: its result is the answer.
      if (!reservation) return await currentOutcome(tx, id);
      const decision = allocate(request, await lockLevelsOfProducts(tx, [...request.keys()]));
      if (decision.kind === 'short') throw new ShortError(decision.shortages);
      const { allocations } = decision;
      const lines = allocations.map(({ level: { itemId }, quantity }) => ({
        reservationId: id,
        itemId,
        quantity,
      }));
      await insertReservationLines(tx, lines);
      const movements = movementsOf('RESERVE', allocations, {
        reservationId: id,
        reason: 'held again',
        actor,
      });
      await insertMovements(tx, movements, now);
      return { kind: 'reserved', reservation };
    });
  } catch (error) {
    if (error instanceof ShortError) return { kind: 'short', shortages: error.shortages };
    throw error;
  }
}

async function currentOutcome(tx: Queryable, id: string): Promise<ReserveStockOutcome> {
  const [reservation] = await findReservations(tx, [id]);
  if (reservation?.status === 'ACTIVE' || reservation?.status === 'CONFIRMED') {
    return { kind: 'reserved', reservation };
  }
  throw conflict('The reservation has ended in the meantime.', { status: reservation?.status });
}
