import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { type Event, handlersOf } from '@holdfast/kit-events/event';
import type { Collections } from '../database/collections.ts';
import { recordStock, type Stock } from './queries.ts';
import { settleStock } from './settleStock.ts';

export type Projection = Pick<Collections, 'products' | 'stock'>;

/** Takes in the stock that inventory reports. Late, repeated and out of order, the newest version wins. */
export async function takeStock(projection: Projection, reported: Stock): Promise<void> {
  await recordStock(projection.stock, reported);
  await settleStock(projection, reported.productId);
}

/** Keeps `inStock` current. Inventory alone decides sales; `inStock` never does. */
export function stockSubscription(projection: Projection): SubscribeOptions {
  const take = (stock: Stock) => takeStock(projection, stock);
  return {
    consumer: 'products',
    ...handlersOf({ StockChanged: ({ data }) => take(data) }),
    handleAll: async (events) => void (await Promise.all(newestStock(events).map(take))),
  };
}

/** Returns the newest stock of each product. */
function newestStock(events: readonly Event[]): Stock[] {
  const newest = new Map<string, Stock>();
  for (const event of events) {
    if (event.type !== 'holdfast.StockChanged.v1') continue;
    const { productId, version } = event.data;
    if ((newest.get(productId)?.version ?? -1) < version) newest.set(productId, event.data);
  }
  return [...newest.values()];
}
