import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { createGroupCommit } from '@holdfast/kit-base/groupCommit';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { sqlState } from '@holdfast/kit-postgres/postgres';
import DataLoader from 'dataloader';
import { findReservationLines } from '../queries/reservationLines.ts';
import type { Command, ReserveStock, SettleReservation } from './commands.ts';
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
    mayComeFromOne,
    lanes: LANES,
    maxBatch: MAX_BATCH,
    limits: {
      maxWaiting: MAX_WAITING,
      maxWait: MAX_WAIT,
      clock: deps.clock,
      refusal: (why) => (why === 'full' ? subgraphUnavailable('inventory') : subgraphTimeout('inventory')),
    },
  });
  // Batches the loads of one turn of the event loop; caches nothing.
  const lines = new DataLoader(
    async (ids: readonly string[]) => {
      const found = Map.groupBy(await findReservationLines(deps.database, ids), (line) => line.reservationId);
      return ids.map((id) => found.get(id) ?? []);
    },
    { cache: false, batchScheduleFn: setImmediate },
  );
  return {
    reserve: (command) => submit({ ...command, kind: 'reserve', traceparent: currentTraceparent() }),
    settle: async (command) =>
      submit({
        ...command,
        kind: 'settle',
        lines: await lines.load(command.id),
        traceparent: currentTraceparent(),
      }),
  };
}

/**
 * Returns true when PostgreSQL refused data (SQLSTATE classes 22, data exception, and 23, integrity
 * constraint violation), which may belong to one command. A lost connection or a timeout concerns the whole
 * batch, and trying each command alone would only make them wait.
 */
function mayComeFromOne(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}
