import type { Collections } from './collections.ts';
import type { Stock } from './recordStock.ts';

/** What is known of a product's stock. */
export async function findStock(
  stock: Pick<Collections['stock'], 'findOne'>,
  productId: string,
): Promise<Stock | null> {
  const found = await stock.findOne({ _id: productId });
  return found && { productId, available: found.available, version: found.version };
}
