/**
 * Builds the sales anew from what orders and products say now, on the tables that events go on to change.
 *
 * Why nothing is lost or counted twice: an event is written with the state that it tells of, so whatever was consumed before
 * the tables were emptied is in what the services say after that. What happens later comes as an event, and may be in a
 * page too: an order's stage and a product's version only grow, so that both ways and any sequence give the same. Orders
 * that are placed meanwhile stand before the first page and come as events. So it may be broken off, and done again.
 */
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from './dependencies.ts';
import { ACTION_OF_STATUS, type AuditEntry } from './domain/audit.ts';
import type { OrderFact, OrderStatus } from './domain/order.ts';
import type { ProductFact } from './domain/product.ts';
import { applyOrders } from './store/applyOrders.ts';
import { emptySales } from './store/emptySales.ts';
import { insertAudit } from './store/insertAudit.ts';
import { beginRebuild, endRebuild, noteOrdersRead } from './store/rebuilds.ts';
import { saveProducts } from './store/saveProducts.ts';

/** An order as its service has it, with every change of its status. */
export interface OrderWithHistory extends OrderFact {
  readonly history: readonly {
    readonly status: OrderStatus;
    readonly at: Date;
    readonly actor: string;
    readonly reason: string | null;
  }[];
}

/** What the rebuild reads: pages of everything that there is. */
export interface Sources {
  products(): AsyncIterable<readonly ProductFact[]>;
  orders(): AsyncIterable<readonly OrderWithHistory[]>;
}

/** @param progress told of how many orders were read so far. */
export async function rebuild(
  { database, clock, newId }: Dependencies,
  sources: Sources,
  progress: (orders: number) => void,
): Promise<{ readonly products: number; readonly orders: number }> {
  const id = newId();
  await database.transaction(async (tx) => {
    await emptySales(tx);
    await beginRebuild(tx, id, clock());
  });
  let products = 0;
  for await (const page of sources.products()) {
    await database.transaction((tx) => saveProducts(tx, page));
    products += page.length;
  }
  let orders = 0;
  for await (const page of sources.orders()) {
    await database.transaction(async (tx: Queryable) => {
      await applyOrders(tx, page);
      await insertAudit(
        tx,
        page.flatMap((order) => auditOfHistory(order, newId)),
      );
      await noteOrdersRead(tx, id, page.length);
    });
    orders += page.length;
    progress(orders);
  }
  await endRebuild(database, id, clock());
  return { products, orders };
}

/** What the audit trail lacks of it is added; what is there stays. */
function auditOfHistory({ id, history }: OrderWithHistory, newId: () => string): AuditEntry[] {
  return history.map(({ status, at, actor, reason }, n) => {
    const previous = history[n - 1];
    return {
      id: newId(),
      at,
      actor,
      action: ACTION_OF_STATUS[status],
      subjectType: 'ORDER',
      subjectId: id,
      summary: reason === null ? {} : { reason },
      before: previous ? { status: previous.status } : null,
      after: { status },
    };
  });
}
