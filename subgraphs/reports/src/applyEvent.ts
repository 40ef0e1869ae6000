import { type Event, type EventType, handlersOf } from '@holdfast/kit-events/event';
import { oncePostgres } from '@holdfast/kit-events/oncePostgres';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { AUDITED, type AuditedType, auditOf } from './auditOf.ts';
import type { Dependencies } from './dependencies.ts';
import { orderFactOf, productFactOf } from './facts.ts';
import { applyOrders } from './store/applyOrders.ts';
import { insertAudit } from './store/insertAudit.ts';
import { noteProgress } from './store/noteProgress.ts';
import { saveProducts } from './store/saveProducts.ts';

/** The consumer's name on the bus: for ever, since events wait under it. */
const CONSUMER = 'reports';

type Applicable = Pick<Dependencies, 'database' | 'clock'>;

/** Applies an event: the sums, the audit trail, and that it was applied, in one transaction; again is no change. */
export async function applyEvent({ database, clock }: Applicable, event: Event<AuditedType>): Promise<void> {
  await oncePostgres(database, CONSUMER, event, async (tx) => {
    await applyFact(tx, event);
    await insertAudit(tx, [auditOf(event)]);
    // Last: its lock is shared with events of other subjects.
    await noteProgress(tx, event, clock());
  });
}

async function applyFact(tx: Queryable, event: Event<AuditedType>): Promise<void> {
  const order = orderFactOf(event);
  if (order) await applyOrders(tx, [order]);
  const product = productFactOf(event);
  if (product) await saveProducts(tx, [product]);
}

/** What the reports listen to, as `bus.subscribe` takes it. */
export function subscription(dependencies: Applicable): {
  consumer: string;
  types: readonly EventType[];
  handle: (event: Event) => Promise<void>;
} {
  const apply = (event: Event<AuditedType>) => applyEvent(dependencies, event);
  const handlers = Object.fromEntries(Object.keys(AUDITED).map((type) => [type, apply]));
  return { consumer: CONSUMER, ...handlersOf(handlers as Record<AuditedType, typeof apply>) };
}
