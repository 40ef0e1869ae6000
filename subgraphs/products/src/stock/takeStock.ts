import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { handlersOf } from '@holdfast/kit-events/event';
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
  return {
    consumer: 'products',
    ...handlersOf({ StockChanged: ({ data }) => takeStock(projection, data) }),
  };
}
