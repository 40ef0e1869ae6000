import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { type Postgres, type Queryable, sqlState, violatedConstraint } from '@holdfast/kit-postgres/postgres';
import { lockLevelsOfProducts } from '../../ledger/queries/lockLevels.ts';
import { decideInTurn, type Turn, type TurnDecision } from '../domain/decideInTurn.ts';
import { sameQuantities } from '../domain/quantities.ts';
import type { Reservation } from '../domain/reservation.ts';
import { lockReservations } from '../queries/lockReservations.ts';
import { type BatchKeys, readBatchState, type SeenReservation } from '../queries/readBatchState.ts';
import { findReservationLines } from '../queries/reservationLines.ts';
import { REFERENCE_KEY } from '../queries/writeBatch.ts';
import type { Command, ReserveStock, SeenTurn } from './commands.ts';
import { writeDecisions } from './writeDecisions.ts';

export interface DecisionDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** `done`: the reference was used for the same lines. `taken`: it was used for other lines. */
export type UsedReference =
  | { readonly kind: 'done'; readonly reservation: Reservation }
  | { readonly kind: 'taken' };

export type Decision = TurnDecision | UsedReference;

interface Batch {
  readonly turns: readonly SeenTurn[];
  readonly traces: ReadonlyMap<SeenTurn, string | undefined>;
  readonly now: Date;
}

/** The attempts to decide a batch; all but the first hold the locks of what they read. */
const ATTEMPTS = 3;

/**
 * Decides commands in their order, and writes the decisions in one transaction. A refused command changes
 * nothing for the others.
 *
 * Reads without a lock, because hardly any batch meets another process at its products: two statements, of
 * which the second writes only if nothing has changed since the first. If something has, reads again under
 * locks.
 * @param commands no two that reserve may have the same reference.
 */
export async function decideTogether(
  deps: DecisionDependencies,
  commands: readonly Command[],
): Promise<Decision[]> {
  const now = deps.clock();
  const turns = commands.map((command) => turnOf(command, deps, now));
  const traces = new Map(turns.map((turn, n) => [turn, commands[n]?.traceparent]));
  for (let attempt = 1; ; attempt++) {
    try {
      const decisions =
        attempt === 1
          ? await decideOnce(deps.database, { turns, traces, now })
          : await deps.database.transaction((tx) => decideLocked(tx, { turns, traces, now }));
      if (decisions) return decisions;
    } catch (error) {
      if (attempt === ATTEMPTS || !isOvertaken(error)) throw error;
    }
  }
}

/** Returns true when another transaction used a reference first, or when this one lost a deadlock. */
function isOvertaken(error: unknown): boolean {
  return violatedConstraint(error) === REFERENCE_KEY || sqlState(error) === '40P01';
}

async function decideLocked(tx: Queryable, batch: Batch): Promise<Decision[]> {
  const { reservationIds, productIds } = keysOf(batch.turns);
  await lockReservations(tx, reservationIds);
  await lockLevelsOfProducts(tx, productIds);
  const decisions = await decideOnce(tx, batch);
  if (!decisions) throw new Error('What a batch had locked changed.');
  return decisions;
}

/** @returns undefined when something that was read has changed in the meantime; then nothing is written. */
async function decideOnce(database: Queryable, batch: Batch): Promise<Decision[] | undefined> {
  const { turns } = batch;
  const { levels, reservations } = await readBatchState(database, keysOf(turns));
  const used = new Map(reservations.map(({ reservation }) => [reservation.reference, reservation]));
  const open = turns.filter((turn) => turn.kind === 'settle' || !used.has(turn.reservation.reference));
  const current = await withCurrentLines(database, open, reservations);
  const decisions = decideInTurn(current, levels, reservations);
  const decided = new Map(
    open.flatMap((turn, n) => {
      const decision = decisions[n];
      return decision ? [[turn, decision] as const] : [];
    }),
  );
  if (!(await writeDecisions(database, decided, { ...batch, levels, reservations }))) return undefined;
  return turns.map((turn) => {
    const decision = decided.get(turn) ?? (turn.kind === 'reserve' && answerFor(turn.reservation, used));
    if (!decision) throw new Error('A command was not decided.');
    return decision;
  });
}

function answerFor(
  { reference, request }: Reservation,
  used: ReadonlyMap<string, Reservation>,
): UsedReference | undefined {
  const reservation = used.get(reference);
  if (!reservation) return undefined;
  return sameQuantities(reservation.request, request) ? { kind: 'done', reservation } : { kind: 'taken' };
}

/** A reservation that was held again since its lines were read has new lines, which are read now. */
async function withCurrentLines(
  database: Queryable,
  turns: readonly SeenTurn[],
  reservations: readonly SeenReservation[],
): Promise<Turn[]> {
  const revivals = new Map(reservations.map((seen) => [seen.reservation.id, seen.revivals]));
  const isStale = (turn: SeenTurn) =>
    turn.kind === 'settle' && turn.lines.some((line) => line.revivals !== revivals.get(turn.id));
  const stale = turns.flatMap((turn) => (turn.kind === 'settle' && isStale(turn) ? [turn.id] : []));
  if (stale.length === 0) return [...turns];
  const lines = Map.groupBy(await findReservationLines(database, stale), (line) => line.reservationId);
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

function keysOf(turns: readonly SeenTurn[]): BatchKeys {
  return {
    productIds: [...new Set(turns.flatMap(productsOf))],
    reservationIds: turns.flatMap((turn) => (turn.kind === 'settle' ? [turn.id] : [])),
    references: turns.flatMap((turn) => (turn.kind === 'reserve' ? [turn.reservation.reference] : [])),
  };
}

function productsOf(turn: SeenTurn): string[] {
  return turn.kind === 'reserve'
    ? [...turn.reservation.request.keys()]
    : turn.lines.map(({ productId }) => productId);
}
