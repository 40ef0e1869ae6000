import type { Order, Rejection, Shortage } from '../../domain/order.ts';

/** What an order is rejected with when there is too little of something. */
export function shortOf({ lines }: Order, shortages: readonly Shortage[]): Rejection {
  const names = new Map(lines.map(({ productId, name }) => [productId, name]));
  const missing = shortages.map(
    ({ productId, requested, available }) => `${names.get(productId)}: ${available} of ${requested}`,
  );
  return { code: 'OUT_OF_STOCK', message: `Too little stock: ${missing.join(', ')}.`, shortages };
}
