import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument } from './collections.ts';

/**
 * Takes a product off sale.
 * @param sellerId when given, only if it is this seller's.
 * @returns it as it is then; null when there is none, or it was off sale already.
 */
export async function archiveOne(
  products: Pick<Collections['products'], 'findOneAndUpdate'>,
  { id, sellerId }: { id: string; sellerId?: string },
  now: Date,
): Promise<Product | null> {
  const document = await products.findOneAndUpdate(
    { _id: id, status: { $ne: 'ARCHIVED' }, ...(sellerId !== undefined && { sellerId }) },
    { $set: { status: 'ARCHIVED', updatedAt: now }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  return document && readProductDocument(document);
}
