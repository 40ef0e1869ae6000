import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import { createGroupCommit, refusalOf } from '@holdfast/kit-base/groupCommit';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { isRefusedData } from '@holdfast/kit-postgres/postgres';
import DataLoader from 'dataloader';
import type { NewMovement } from '../../ledger/domain.ts';
import { findReservationLines } from '../queries/reservationLines.ts';
import type { Command, ReserveStock, SeenLine, SettleReservation } from './commands.ts';
import { decideBatch, productsOf } from './decideBatch.ts';
import type { Decision, DecisionDependencies } from './decideTogether.ts';

/** Concurrent transactions, each on its own connection; the rest of the pool serves everything else. */
const LANES = 4;
/**
 * Commands in one transaction. A larger batch hardly lowers the cost of the commit per command, and the first
 * command waits for the last.
 */
const MAX_BATCH = 256;
/** Waiting commands: a hundred megabytes at 100 lines each, five at the usual few. */
const MAX_WAITING = 5_000;
/**
 * Reservations whose lines are remembered, in case this process settles them too. Outdated lines do no harm:
 * they are compared with the reservation's `revivals` when they are used.
 */
const MAX_REMEMBERED = 10_000;
/** Milliseconds; the timeout of the orders service. Late commands would only delay the others. */
const MAX_WAIT = 2_000;

/**
 * Runs the buyers' commands, one batch at a time for each product: commands that wait for the same products
 * are decided together.
 */
export interface CommandQueue {
  /**
   * @throws SUBGRAPH_UNAVAILABLE when too many commands wait, SUBGRAPH_TIMEOUT when this one waited too long;
   *   it was not run then.
   */
  reserve(command: ReserveStock): Promise<Decision>;
  /** @throws the errors of `reserve`. */
  settle(command: SettleReservation): Promise<Decision>;
}

/** Creates the queue; a process has one. */
export function createCommandQueue(deps: DecisionDependencies): CommandQueue {
  const submit = createGroupCommit<Command, Decision>({
    keysOf: productsOf,
    run: (commands) => decideBatch(deps, commands),
    mayComeFromOne: isRefusedData,
    lanes: LANES,
    maxBatch: MAX_BATCH,
    limits: {
      maxWaiting: MAX_WAITING,
      maxWait: MAX_WAIT,
      clock: deps.clock,
      refusal: refusalOf('inventory'),
    },
  });
  const reserved = new BoundedMap<string, readonly SeenLine[]>({ entries: MAX_REMEMBERED });
  // Batches the loads of one turn of the event loop.
  const lines = new DataLoader(
    async (ids: readonly string[]) => {
      const unknown = ids.filter((id) => !reserved.get(id));
      const rows = unknown.length > 0 ? await findReservationLines(deps.database, unknown) : [];
      const found = Map.groupBy(rows, (line) => line.reservationId);
      return ids.map((id) => reserved.get(id) ?? found.get(id) ?? []);
    },
    { cache: false, batchScheduleFn: setImmediate },
  );
  return {
    reserve: async (command) => {
      const decision = await submit({ ...command, kind: 'reserve', traceparent: currentTraceparent() });
      if (decision.kind === 'moved') reserved.set(decision.after.reservation.id, linesOf(decision.movements));
      return decision;
    },
    settle: async (command) =>
      submit({
        ...command,
        kind: 'settle',
        lines: await lines.load(command.id),
        traceparent: currentTraceparent(),
      }),
  };
}

/** Returns the lines of a new reservation. */
function linesOf(movements: readonly NewMovement[]): SeenLine[] {
  return movements.map(({ itemId, productId, reservedDelta: quantity }) => {
    return { itemId, productId, quantity, revivals: 0 };
  });
}
