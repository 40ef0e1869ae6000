import { createGroupCommit, refusalOf } from '@holdfast/kit-base/groupCommit';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { isRefusedData } from '@holdfast/kit-postgres/postgres';
import type { TransactionalDependencies } from '../ledger/dependencies.ts';
import { decideBatch, type TracedCommand } from './decideBatch.ts';
import type { Outcome, PaymentCommand } from './domain/decideInTurn.ts';

/**
 * One transaction at a time: what comes meanwhile is the next batch. With two, batches were smaller and cost
 * 8 % more of PostgreSQL's CPU an order.
 */
const LANES = 1;
/** Commands in one transaction. The first one waits for the last. */
const MAX_BATCH = 256;
/** Waiting commands: a few megabytes. */
const MAX_WAITING = 5_000;
/** Milliseconds; the timeout of the orders service. Late commands would only delay the others. */
const MAX_WAIT = 2_000;

/**
 * Creates the function through which a process decides its commands: those that wait are decided together.
 * It throws SUBGRAPH_UNAVAILABLE when too many commands wait, and SUBGRAPH_TIMEOUT when this one waited too
 * long; it was not decided then.
 */
export function createCommandQueue(
  dependencies: TransactionalDependencies,
): (command: PaymentCommand) => Promise<Outcome> {
  const submit = createGroupCommit<TracedCommand, Outcome>({
    run: (commands) => decideBatch(dependencies, commands),
    mayComeFromOne: isRefusedData,
    lanes: LANES,
    maxBatch: MAX_BATCH,
    limits: {
      maxWaiting: MAX_WAITING,
      maxWait: MAX_WAIT,
      clock: dependencies.clock,
      refusal: refusalOf('payments'),
    },
  });
  return (command) => submit({ ...command, traceparent: currentTraceparent() });
}
