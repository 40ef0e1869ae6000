import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Sets the trace that the event of each order's payment belongs to, for the trigger that writes it
 * (`tell_of_payments`). Sends no query when no command has one, because no traces are exported.
 */
export async function setTraces(
  tx: Queryable,
  commands: readonly { readonly orderId: string; readonly traceparent?: string | undefined }[],
): Promise<void> {
  const traced = commands.filter(({ traceparent }) => traceparent !== undefined);
  if (traced.length === 0) return;
  // The first command of an order is the one that may change its payment.
  const traces = Object.fromEntries(traced.toReversed().map((each) => [each.orderId, each.traceparent]));
  await tx.query("select set_config('holdfast.traces', $1, true)", [JSON.stringify(traces)]);
}
