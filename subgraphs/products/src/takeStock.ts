import type { SubscribeOptions } from '@holdfast/kit-events/bus';
import { handlersOf } from '@holdfast/kit-events/event';
import type { Dependencies } from './dependencies.ts';
import { settleStock } from './settleStock.ts';
import { recordStock, type Stock } from './store/recordStock.ts';

type Projection = Pick<Dependencies, 'products' | 'stock'>;

/** Takes in what inventory says of a product's stock. Late, repeated and out of order, the newest version stands. */
export async function takeStock(projection: Projection, said: Stock): Promise<void> {
  await recordStock(projection.stock, said);
  await settleStock(projection, said.productId);
}

/** Keeps `inStock` up with inventory, which is the one that decides: what is sold is never decided by this. */
export function stockSubscription(projection: Projection): SubscribeOptions {
  return {
    consumer: 'products',
    ...handlersOf({ StockChanged: ({ data }) => takeStock(projection, data) }),
  };
}
