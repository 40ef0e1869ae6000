import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import { setTraces } from '../../database/transactionSettings.ts';
import { lockLevelsOfProducts } from '../../ledger/queries/lockLevels.ts';
import { decideInTurn, type Turn, type TurnDecision } from '../domain/decideInTurn.ts';
import type { Reservation } from '../domain/reservation.ts';
import { type LockedReservation, lockReservations } from '../queries/lockReservations.ts';
import { findReservationLines } from '../queries/reservationLines.ts';
import { claimReferences, type UsedReference } from './claimReferences.ts';
import type { Command, ReserveStock, SeenLine } from './commands.ts';
import { writeDecisions } from './writeDecisions.ts';

export interface DecisionDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** A turn as it was submitted; its lines may have been replaced since. */
type SeenTurn =
  | Exclude<Turn, { kind: 'settle' }>
  | (Omit<Extract<Turn, { kind: 'settle' }>, 'lines'> & { readonly lines: readonly SeenLine[] });

export type Decision = TurnDecision | UsedReference;

/**
 * Decides commands in their order, in one transaction. A refused command changes nothing for the others.
 * @param commands no two that reserve may have the same reference.
 */
export async function decideTogether(
  deps: DecisionDependencies,
  commands: readonly Command[],
): Promise<Decision[]> {
  const now = deps.clock();
  const turns = commands.map((command) => turnOf(command, deps, now));
  const traces = new Map(turns.map((turn, n) => [turn, commands[n]?.traceparent]));
  return deps.database.transaction(async (tx) => {
    // Every transaction locks references, then reservations, then items, so that no two wait for each other.
    const used = await claimReferences(tx, turns.flatMap(newReservationOf));
    const open = turns.filter((turn) => turn.kind === 'settle' || !used.has(turn.reservation.id));
    const decided = await decideOpen(tx, open, { now, traces });
    return turns.map((turn) => {
      const decision = decided.get(turn) ?? (turn.kind === 'reserve' && used.get(turn.reservation.id));
      if (!decision) throw new Error('A command was not decided.');
      return decision;
    });
  });
}

async function decideOpen(
  tx: Queryable,
  turns: readonly SeenTurn[],
  { now, traces }: { now: Date; traces: ReadonlyMap<SeenTurn, string | undefined> },
): Promise<Map<SeenTurn, TurnDecision>> {
  const states = await lockReservations(
    tx,
    turns.flatMap((turn) => (turn.kind === 'settle' ? [turn.id] : [])),
  );
  const current = await withCurrentLines(tx, turns, states);
  const levels = await lockLevelsOfProducts(tx, [...new Set(turns.flatMap(productsOf))]);
  const decisions = decideInTurn(current, levels, states);
  const decided = turns.flatMap((turn, n) => {
    const decision = decisions[n];
    return decision ? [[turn, decision] as const] : [];
  });
  const movements = decided.flatMap(([turn, decision]) =>
    decision.kind === 'moved'
      ? decision.movements.map((movement) => ({ ...movement, traceparent: traces.get(turn) }))
      : [],
  );
  await setTraces(tx, movements);
  await writeDecisions(tx, decided, now);
  return new Map(decided);
}

/** A reservation that was held again since its lines were read has new lines. Reads these under its lock. */
async function withCurrentLines(
  tx: Queryable,
  turns: readonly SeenTurn[],
  states: readonly LockedReservation[],
): Promise<Turn[]> {
  const revivals = new Map(states.map((state) => [state.reservation.id, state.revivals]));
  const isStale = (turn: SeenTurn) =>
    turn.kind === 'settle' && turn.lines.some((line) => line.revivals !== revivals.get(turn.id));
  const stale = turns.flatMap((turn) => (turn.kind === 'settle' && isStale(turn) ? [turn.id] : []));
  if (stale.length === 0) return [...turns];
  const lines = Map.groupBy(await findReservationLines(tx, stale), (line) => line.reservationId);
  return turns.map((turn) =>
    turn.kind === 'settle' && isStale(turn) ? { ...turn, lines: lines.get(turn.id) ?? [] } : turn,
  );
}

function turnOf(command: Command, { newId }: Pick<DecisionDependencies, 'newId'>, now: Date): SeenTurn {
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

function newReservationOf(turn: SeenTurn): Reservation[] {
  return turn.kind === 'reserve' ? [turn.reservation] : [];
}

function productsOf(turn: SeenTurn): string[] {
  return turn.kind === 'reserve'
    ? [...turn.reservation.request.keys()]
    : turn.lines.map(({ productId }) => productId);
}
