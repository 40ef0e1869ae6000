import { subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { sqlState } from '@holdfast/kit-postgres/postgres';
import DataLoader from 'dataloader';
import type { Command, ReserveStock, SettleReservation } from './commands.ts';
import { decideBatch, productsOf } from './decideBatch.ts';
import type { Decision } from './decideTogether.ts';
import type { Dependencies } from './dependencies.ts';
import { createGroupCommit } from './groupCommit.ts';
import { findReservationLines } from './store/findReservationLines.ts';

/** Transactions at once, and so connections; the rest of the pool is for everything else. */
const LANES = 4;
/** Commands in one transaction: beyond it a commit's cost is divided well enough, and the first waits for the last. */
const MAX_BATCH = 256;
/** Commands that wait: of 100 lines each, a hundred megabytes; of the usual few, five. */
const MAX_WAITING = 5_000;
/** Milliseconds. The orders service waits no longer for an answer; what nobody waits for would only delay the others. */
const MAX_WAIT = 2_000;

/** What buyers do to stock, one at a time for each product: what waits for the same products is decided together. */
export interface CommandQueue {
  /** @throws SUBGRAPH_UNAVAILABLE when too many wait, SUBGRAPH_TIMEOUT when it waited too long; nothing was done then. */
  reserve(command: ReserveStock): Promise<Decision>;
  /** @throws as `reserve`. */
  settle(command: SettleReservation): Promise<Decision>;
}

/** One a process. */
export function createCommandQueue(deps: Dependencies): CommandQueue {
  const submit = createGroupCommit<Command, Decision>({
    keysOf: productsOf,
    run: (commands) => decideBatch(deps, commands),
    mayBeOfOne,
    lanes: LANES,
    maxBatch: MAX_BATCH,
    maxWaiting: MAX_WAITING,
    maxWait: MAX_WAIT,
    clock: deps.clock,
    refusal: (why) => (why === 'full' ? subgraphUnavailable('inventory') : subgraphTimeout('inventory')),
  });
  // Not cached: it gathers what is asked for in one turn of the event loop.
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

/** Data that PostgreSQL refused (SQLSTATE classes 22, data exception, and 23, integrity constraint violation) may be one
 * command's; a lost connection or a timeout is everybody's, and trying each alone would only make them wait. */
function mayBeOfOne(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}
