import type { Clock } from '@holdfast/kit-base/clock';
import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { type Event, handlersOf } from '@holdfast/kit-events/event';
import { oncePostgres } from '@holdfast/kit-events/oncePostgres';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import { AUDITED, type AuditedType, entryOf } from './audit/entryOf.ts';
import { insertEntries } from './audit/queries.ts';
import { orderFactOf, productFactOf } from './sales/facts.ts';
import { applyOrders } from './sales/queries/applyOrders.ts';
import { saveProducts } from './sales/queries/saveProducts.ts';
import { noteProgress } from './status/queries.ts';

/** The consumer's name on the bus. Never change it: events are queued under it. */
const CONSUMER = 'reports';

interface ConsumerDependencies {
  readonly database: Pick<Postgres, 'transaction'>;
  readonly clock: Clock;
}

/**
 * Applies an event: changes the sums, adds the audit entry and notes the progress, all in one transaction.
 * Applying the event again changes nothing.
 */
export async function applyEvent(
  { database, clock }: ConsumerDependencies,
  event: Event<AuditedType>,
): Promise<void> {
  await oncePostgres(database, CONSUMER, event, async (tx) => {
    await applyFact(tx, event);
    await insertEntries(tx, [entryOf(event)]);
    // Last, because its lock is shared with events of other subjects.
    await noteProgress(tx, event, clock());
  });
}

async function applyFact(tx: Queryable, event: Event): Promise<void> {
  const order = orderFactOf(event);
  if (order) await applyOrders(tx, [order]);
  const product = productFactOf(event);
  if (product) await saveProducts(tx, [product]);
}

/** The subscription of the reports to every audited event. */
export function subscription(dependencies: ConsumerDependencies): SubscribeOptions {
  const apply = (event: Event<AuditedType>) => applyEvent(dependencies, event);
  const handlers = Object.fromEntries(Object.keys(AUDITED).map((type) => [type, apply]));
  return { consumer: CONSUMER, ...handlersOf(handlers as Record<AuditedType, typeof apply>) };
}
