import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument } from './collections.ts';
import type { ProductSelection } from './productSelection.ts';

/**
 * The newest products of a selection, in that order.
 * @param after only those that come after this one in the order.
 */
export async function findNewestProducts(
  products: Pick<Collections['products'], 'find'>,
  selection: ProductSelection,
  { limit, after }: { limit: number; after: { createdAt: Date; id: string } | null },
): Promise<Product[]> {
  // The `$lte` says nothing new; it is the bound from which the index is read, which an `$or` alone does not give.
  const position = after && {
    createdAt: { $lte: after.createdAt },
    $or: [{ createdAt: { $lt: after.createdAt } }, { _id: { $lt: after.id } }],
  };
  const documents = await products
    .find({ ...selection, ...position })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  return documents.map(readProductDocument);
}
