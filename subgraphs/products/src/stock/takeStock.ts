import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { type Event, handlersOf } from '@holdfast/kit-events/event';
import type { Collections } from '../database/collections.ts';
import { confirmInStock, recordStock, replaceStocks, type Stock } from './queries.ts';
import { settleStock } from './settleStock.ts';

export type Projection = Pick<Collections, 'products' | 'stock'>;

/** Takes in the stock that inventory reports. Late, repeated and out of order, the newest version wins. */
export async function takeStock(projection: Projection, reported: Stock): Promise<void> {
  await takeStocks(projection, [reported]);
}

/**
 * Takes in the stock of several products. Usually each is newer than the one that is known, and is as much in
 * stock as that: then these are two operations, whatever the number of products.
 */
async function takeStocks({ products, stock }: Projection, reported: readonly Stock[]): Promise<void> {
  if (!(await replaceStocks(stock, reported)))
    await Promise.all(reported.map((each) => recordStock(stock, each)));
  if (!(await confirmInStock(products, reported)))
    await Promise.all(reported.map(({ productId }) => settleStock({ products, stock }, productId)));
}

/** Keeps `inStock` current. Inventory alone decides sales; `inStock` never does. */
export function stockSubscription(projection: Projection): SubscribeOptions {
  return {
    consumer: 'products',
    ...handlersOf({ StockChanged: ({ data }) => takeStock(projection, data) }),
    handleAll: (events) => takeStocks(projection, newestStock(events)),
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
