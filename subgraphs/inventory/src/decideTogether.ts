import type { Queryable } from '@holdfast/kit/postgres';
import { claimReferences, type UsedReference } from './claimReferences.ts';
import type { Dependencies } from './dependencies.ts';
import { decideInTurn, type HeldLine, type Turn, type TurnDecision } from './domain/decideInTurn.ts';
import type { Reservation } from './domain/reservation.ts';
import type { ReserveStock } from './reserveStock.ts';
import type { SettleReservation } from './settleReservation.ts';
import { lockLevelsOfProducts } from './store/lockLevels.ts';
import { lockReservations } from './store/lockReservations.ts';
import { writeDecisions } from './writeDecisions.ts';

export type Command =
  | (ReserveStock & { readonly kind: 'reserve' })
  /** `lines`: the reservation's, which are written with it and never change. */
  | (SettleReservation & { readonly kind: 'settle'; readonly lines: readonly HeldLine[] });

export type Decision = TurnDecision | UsedReference;

/**
 * Decides commands in their order, in one transaction; one that is refused changes nothing for the others.
 * @param commands those that reserve each under a reference of its own.
 */
export async function decideTogether(deps: Dependencies, commands: readonly Command[]): Promise<Decision[]> {
  const now = deps.clock();
  const turns = commands.map((command) => turnOf(command, deps, now));
  return deps.database.transaction(async (tx) => {
    // References, reservations, items: one order of locks here as everywhere, so that no two transactions wait for each other.
    const used = await claimReferences(tx, turns.flatMap(newReservationOf));
    const open = turns.filter((turn) => turn.kind === 'settle' || !used.has(turn.reservation.id));
    const decided = await decideOpen(tx, open, now);
    return turns.map((turn) => {
      const decision = decided.get(turn) ?? (turn.kind === 'reserve' && used.get(turn.reservation.id));
      if (!decision) throw new Error('A command was not decided.');
      return decision;
    });
  });
}

async function decideOpen(
  tx: Queryable,
  turns: readonly Turn[],
  now: Date,
): Promise<Map<Turn, TurnDecision>> {
  const states = await lockReservations(
    tx,
    turns.flatMap((turn) => (turn.kind === 'settle' ? [turn.id] : [])),
  );
  const levels = await lockLevelsOfProducts(tx, [...new Set(turns.flatMap(productsOf))]);
  const decisions = decideInTurn(turns, levels, states);
  const decided = turns.flatMap((turn, n) => {
    const decision = decisions[n];
    return decision ? [[turn, decision] as const] : [];
  });
  await writeDecisions(tx, decided, now);
  return new Map(decided);
}

function turnOf(command: Command, { newId }: Dependencies, now: Date): Turn {
  return command.kind === 'settle'
    ? command
    : { kind: 'reserve', reservation: newReservation(command, newId(), now), actor: command.actor };
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

function newReservationOf(turn: Turn): Reservation[] {
  return turn.kind === 'reserve' ? [turn.reservation] : [];
}

function productsOf(turn: Turn): string[] {
  return turn.kind === 'reserve'
    ? [...turn.reservation.request.keys()]
    : turn.lines.map(({ productId }) => productId);
}
