import { listKeysOf } from '../domain/listKeys.ts';
import { isInStock, type Product } from '../domain/product.ts';
import type { Collections } from './collections.ts';
import type { Stock } from './recordStock.ts';

/**
 * Tells a product of its stock, if it is still as it was read, and was told of no newer one. Its version stays.
 * @returns whether it did.
 */
export async function setStock(
  products: Pick<Collections['products'], 'updateOne'>,
  product: Product,
  { available, version }: Stock,
): Promise<boolean> {
  const inStock = isInStock(product.kind, available);
  const { matchedCount } = await products.updateOne(
    { _id: product.id, version: product.version, stockVersion: { $not: { $gte: version } } },
    { $set: { inStock, stockVersion: version, listKeys: listKeysOf({ ...product, inStock }) } },
  );
  return matchedCount === 1;
}
