/**
 * Rebuilds the sales from what the orders and products services serve now, in the same tables that events
 * keep changing.
 *
 * Nothing is lost or counted twice. A service writes an event together with the state that the event
 * describes, so whatever was consumed before the tables were emptied is in what the services serve after
 * that. Whatever happens later arrives as an event, and may be in a page too. That is harmless: an order's
 * stage and a product's version only grow, so both ways, in any sequence, lead to the same result. Orders
 * that are placed meanwhile are listed before the first page, and arrive as events. An interrupted rebuild
 * can therefore be run again.
 */
import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { historyEntries, type StatusChange } from '../audit/historyEntries.ts';
import { insertEntries } from '../audit/queries.ts';
import type { OrderFact, ProductFact } from '../sales/domain.ts';
import { applyOrders } from '../sales/queries/applyOrders.ts';
import { saveProducts } from '../sales/queries/saveProducts.ts';
import { emptySales, finishRebuild, noteOrdersRead, startRebuild } from './queries.ts';

/** An order as the orders service serves it, with every change of its status. */
export interface OrderWithHistory extends OrderFact {
  readonly history: readonly StatusChange[];
}

/** The pages of all products and all orders. */
export interface Sources {
  products(): AsyncIterable<readonly ProductFact[]>;
  orders(): AsyncIterable<readonly OrderWithHistory[]>;
}

interface RebuildDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** @param progress is called with the number of orders read so far, after each page. */
export async function rebuild(
  { database, clock, newId }: RebuildDependencies,
  sources: Sources,
  progress: (orders: number) => void,
): Promise<{ readonly products: number; readonly orders: number }> {
  const id = newId();
  await database.transaction(async (tx) => {
    await emptySales(tx);
    await startRebuild(tx, id, clock());
  });
  let products = 0;
  for await (const page of sources.products()) {
    await database.transaction((tx) => saveProducts(tx, page));
    products += page.length;
  }
  let orders = 0;
  for await (const page of sources.orders()) {
    await database.transaction(async (tx) => {
      await applyOrders(tx, page);
      // Adds what the audit trail lacks of the orders' histories; what is there stays.
      await insertEntries(
        tx,
        page.flatMap((order) => historyEntries(order, newId)),
      );
      await noteOrdersRead(tx, id, page.length);
    });
    orders += page.length;
    progress(orders);
  }
  await finishRebuild(database, id, clock());
  return { products, orders };
}
