import type { Queryable } from '@holdfast/kit/postgres';
import type { Dependencies } from './dependencies.ts';
import { movementsOf } from './domain/movement.ts';
import { type Reservation, sameQuantities } from './domain/reservation.ts';
import { type Allocation, allocateInTurn } from './domain/stock.ts';
import type { ReserveStock, ReserveStockOutcome } from './reserveStock.ts';
import { deleteReservations } from './store/deleteReservations.ts';
import { findReservationsByReference } from './store/findReservations.ts';
import { insertMovements } from './store/insertMovements.ts';
import { insertReservationLines } from './store/insertReservationLines.ts';
import { insertReservations } from './store/insertReservations.ts';
import { lockLevelsOfProducts } from './store/lockLevels.ts';

/** `taken`: the reference was used for other lines. */
export type Decision = ReserveStockOutcome | { readonly kind: 'taken' };

interface Wanted {
  readonly command: ReserveStock;
  readonly reservation: Reservation;
}

/**
 * Decides requests in their order, in one transaction; one that is refused changes nothing for the others.
 * @param commands each under a reference of its own.
 */
export async function decideReservations(
  deps: Dependencies,
  commands: readonly ReserveStock[],
): Promise<Decision[]> {
  const now = deps.clock();
  const wanted = commands.map((command) => ({
    command,
    reservation: newReservation(command, deps.newId(), now),
  }));
  return deps.database.transaction(async (tx) => {
    // References before items, here as everywhere: who has locked items waits for no reference.
    const written = await insertReservations(
      tx,
      wanted.map(({ reservation }) => reservation),
    );
    const used = wanted.filter(({ reservation }) => !written.has(reservation.id));
    const fresh = wanted.filter(({ reservation }) => written.has(reservation.id));
    const decisions = new Map([...(await decideUsed(tx, used)), ...(await decideFresh(tx, fresh, now))]);
    return wanted.map((each) => {
      const decision = decisions.get(each);
      if (!decision) throw new Error('A request to reserve was not decided.');
      return decision;
    });
  });
}

function newReservation(command: ReserveStock, id: string, now: Date): Reservation {
  return {
    id,
    reference: command.reference,
    customerId: command.customerId,
    request: command.quantities,
    status: 'ACTIVE',
    createdAt: now,
    expiresAt: new Date(now.getTime() + command.ttlSeconds * 1000),
  };
}

async function decideUsed(tx: Queryable, used: readonly Wanted[]): Promise<Map<Wanted, Decision>> {
  if (used.length === 0) return new Map();
  const references = used.map(({ command }) => command.reference);
  const found = await findReservationsByReference(tx, references);
  const byReference = new Map(found.map((reservation) => [reservation.reference, reservation]));
  return new Map(used.map((each) => [each, ofUsed(each.command, byReference.get(each.command.reference))]));
}

function ofUsed({ quantities }: ReserveStock, reservation: Reservation | undefined): Decision {
  if (!reservation) throw new Error('A reference was taken and is gone: reservations are never deleted.');
  return sameQuantities(reservation.request, quantities)
    ? { kind: 'reserved', reservation }
    : { kind: 'taken' };
}

async function decideFresh(
  tx: Queryable,
  fresh: readonly Wanted[],
  now: Date,
): Promise<Map<Wanted, Decision>> {
  const products = new Set(fresh.flatMap(({ command }) => [...command.quantities.keys()]));
  const levels = products.size > 0 ? await lockLevelsOfProducts(tx, [...products]) : [];
  const allocated = allocateInTurn(
    fresh.map(({ command }) => command.quantities),
    levels,
  );
  const decisions = new Map<Wanted, Decision>();
  const granted: { wanted: Wanted; allocations: readonly Allocation[] }[] = [];
  const refused: string[] = [];
  for (const [n, wanted] of fresh.entries()) {
    const decision = allocated[n];
    if (decision?.kind === 'allocated') {
      decisions.set(wanted, { kind: 'reserved', reservation: wanted.reservation });
      granted.push({ wanted, allocations: decision.allocations });
    } else if (decision) {
      decisions.set(wanted, decision);
      refused.push(wanted.reservation.id);
    }
  }
  await deleteReservations(tx, refused);
  await hold(tx, granted, now);
  return decisions;
}

async function hold(
  tx: Queryable,
  granted: readonly { wanted: Wanted; allocations: readonly Allocation[] }[],
  now: Date,
): Promise<void> {
  const lines = granted.flatMap(({ wanted, allocations }) =>
    allocations.map(({ level, quantity }) => ({
      reservationId: wanted.reservation.id,
      itemId: level.itemId,
      quantity,
    })),
  );
  await insertReservationLines(tx, lines);
  const movements = granted.flatMap(({ wanted: { command, reservation }, allocations }) =>
    movementsOf('RESERVE', allocations, {
      reservationId: reservation.id,
      reason: null,
      actor: command.actor,
    }),
  );
  await insertMovements(tx, movements, now);
}
