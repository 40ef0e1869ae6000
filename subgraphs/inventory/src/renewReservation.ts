import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { allocate } from './domain/allocate.ts';
import { movementsOf } from './domain/movement.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Shortage } from './domain/stock.ts';
import { expireDueReservations } from './expireDueReservations.ts';
import type { ReserveStockOutcome } from './reserveStock.ts';
import { extendReservation } from './store/extendReservation.ts';
import { findReservations } from './store/findReservations.ts';
import { insertMovements } from './store/insertMovements.ts';
import { insertReservationLines } from './store/insertReservationLines.ts';
import { lockLevelsOfProducts } from './store/lockLevels.ts';
import { reviveReservation } from './store/reviveReservation.ts';

export interface RenewReservation {
  readonly id: string;
  /** From now on, for an ACTIVE one that was not renewed before, and for an EXPIRED one. */
  readonly ttlSeconds: number;
  readonly actor: string;
}

/**
 * Sees to it that a reservation holds its units for some time yet. An ACTIVE one lasts longer, once: again changes
 * nothing. An EXPIRED one holds the same units again, from wherever they are, or nothing when there are too few. Of a
 * CONFIRMED one nothing changes.
 * @throws NOT_FOUND, or CONFLICT when it was released.
 */
export async function renewReservation(
  deps: Dependencies,
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

/** When it is short, units may be held by others whose time ran out: these are given back first, and it is decided again. */
async function holdAfterSweep(
  deps: Dependencies,
  reservation: Reservation,
  hold: HoldAgain,
): Promise<ReserveStockOutcome> {
  const outcome = await holdAgain(deps, reservation, hold);
  if (outcome.kind === 'reserved') return outcome;
  await expireDueReservations(deps, { only: [...reservation.request.keys()] });
  return holdAgain(deps, reservation, hold);
}

/** Thrown within the transaction, so that all of it is undone. */
class ShortError extends Error {
  override name = 'ShortError';
  readonly shortages: readonly Shortage[];
  constructor(shortages: readonly Shortage[]) {
    super('too little stock');
    this.shortages = shortages;
  }
}

async function holdAgain(
  { database, clock }: Dependencies,
  { id, request }: Reservation,
  { actor, until }: HoldAgain,
): Promise<ReserveStockOutcome> {
  try {
    return await database.transaction(async (tx) => {
      const now = clock();
      const reservation = await reviveReservation(tx, id, { now, until });
      // Another one was faster: what it made of the reservation is the answer.
      if (!reservation) return await asItIs(tx, id);
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

async function asItIs(tx: Parameters<typeof findReservations>[0], id: string): Promise<ReserveStockOutcome> {
  const [reservation] = await findReservations(tx, [id]);
  if (reservation?.status === 'ACTIVE' || reservation?.status === 'CONFIRMED') {
    return { kind: 'reserved', reservation };
  }
  throw conflict('The reservation has just ended in another way.', { status: reservation?.status });
}
