import { currentTraceparent } from '@holdfast/kit-base/trace';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { NewMovement } from '../domain/movement.ts';

/** A ledger row, and the trace of the command that it is of. */
export interface TracedMovement extends Pick<NewMovement, 'reservationId' | 'kind' | 'itemId'> {
  readonly traceparent: string | undefined;
}

/**
 * Says which trace the events of each ledger row belong to, for the triggers that write them (`tell_of_movements`,
 * `tell_of_low_stock`); before the rows are written. Asks the database for nothing when all is of one trace, which the
 * transaction has, or when none is exported.
 */
export async function setTraces(tx: Queryable, movements: readonly TracedMovement[]): Promise<void> {
  if (currentTraceparent() !== undefined) return;
  const traces: Record<string, string> = {};
  for (const { reservationId, kind, itemId, traceparent } of movements) {
    if (traceparent === undefined) continue;
    traces[`${reservationId} ${kind}`] = traceparent;
    traces[itemId] = traceparent;
  }
  if (Object.keys(traces).length === 0) return;
  await tx.query("select set_config('holdfast.traces', $1, true)", [JSON.stringify(traces)]);
}
