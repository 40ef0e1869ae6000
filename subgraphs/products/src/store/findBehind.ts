import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument, VISIBLE } from './collections.ts';
import type { Stock } from './recordStock.ts';

/** The product of a stock, if it was not told of this version or a newer one. */
export async function findBehind(
  products: Pick<Collections['products'], 'findOne'>,
  { productId, version }: Stock,
): Promise<Product | null> {
  const behind = { _id: productId, stockVersion: { $not: { $gte: version } } };
  const document = await products.findOne(behind, { projection: VISIBLE });
  return document && readProductDocument(document);
}
