/** Settings of a transaction that the triggers read. They end with it. */

import { currentTraceparent } from '@holdfast/kit-base/trace';
import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Sets the actor that the events of this transaction's changes name (`current_actor`). */
export async function setActor(tx: Queryable, actor: string): Promise<void> {
  await tx.query("select set_config('holdfast.actor', $1, true)", [actor]);
}

/** A ledger row and the trace of its command. */
export interface TracedMovement {
  readonly reservationId: string | null;
  readonly kind: string;
  readonly itemId: string;
  readonly traceparent: string | undefined;
}

/**
 * Returns the setting `holdfast.traces`: the trace that the events of each ledger row belong to, for the
 * triggers that write them (`tell_of_movements`, `tell_of_low_stock`). Set it before the triggers run. Empty
 * when the transaction itself has a trace, because then every row belongs to it, or when no command has one,
 * because no traces are exported.
 */
export function tracesOf(movements: readonly TracedMovement[]): string {
  if (currentTraceparent() !== undefined) return '';
  const traces: Record<string, string> = {};
  for (const { reservationId, kind, itemId, traceparent } of movements) {
    if (traceparent === undefined) continue;
    traces[`${reservationId} ${kind}`] = traceparent;
    traces[itemId] = traceparent;
  }
  return Object.keys(traces).length === 0 ? '' : JSON.stringify(traces);
}
