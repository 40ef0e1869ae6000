import type { Clock } from '@holdfast/kit-base/clock';
import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { type Event, typeOf } from '@holdfast/kit-events/event';
import { onceAllPostgres } from '@holdfast/kit-events/oncePostgres';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { AUDITED, type AuditedType, entryOf } from './audit/entryOf.ts';
import { insertEntries } from './audit/queries.ts';
import { orderFactOf, productFactOf } from './sales/facts.ts';
import { applyOrders } from './sales/queries/applyOrders.ts';
import { saveProducts } from './sales/queries/saveProducts.ts';
import { noteProgress } from './status/queries.ts';

/** The consumer's name on the bus. Never change it: events are queued under it. */
const CONSUMER = 'reports';

type AuditedEvent = Event<AuditedType>;

interface ConsumerDependencies {
  readonly database: Pick<Postgres, 'transaction'>;
  readonly clock: Clock;
}

/**
 * Applies events: changes the sums, adds the audit entries and notes the progress, all in one transaction.
 * Applying an event again changes nothing.
 */
export async function applyEvents(
  { database, clock }: ConsumerDependencies,
  events: readonly AuditedEvent[],
): Promise<void> {
  await onceAllPostgres(database, CONSUMER, events, async (tx, fresh) => {
    // Two processes that both meet products and orders for the first time may deadlock: PostgreSQL ends one of
    // the transactions, and it is repeated.
    await saveProducts(
      tx,
      fresh.flatMap((event) => productFactOf(event) ?? []),
    );
    await applyOrders(
      tx,
      fresh.flatMap((event) => orderFactOf(event) ?? []),
    );
    await insertEntries(tx, fresh.map(entryOf));
    // Last, because its lock is shared with other processes.
    await noteProgress(tx, fresh, clock());
  });
}

/** The subscription of the reports to every audited event. */
export function subscription(dependencies: ConsumerDependencies): SubscribeOptions {
  const handleAll = (events: readonly Event[]) => applyEvents(dependencies, events.filter(isAudited));
  return {
    consumer: CONSUMER,
    types: Object.keys(AUDITED) as AuditedType[],
    handle: (event) => handleAll([event]),
    handleAll,
  };
}

/** Returns false for an event of a type that an earlier version subscribed to. */
function isAudited(event: Event): event is AuditedEvent {
  const type = typeOf(event);
  return type !== undefined && Object.hasOwn(AUDITED, type);
}
