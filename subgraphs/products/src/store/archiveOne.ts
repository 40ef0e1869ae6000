import type { Product } from '../domain/product.ts';
import { type Collections, readProductDocument } from './collections.ts';

/** Takes a product off sale. @returns it as it is then; null when there is none, or it was off sale already. */
export async function archiveOne(
  products: Pick<Collections['products'], 'findOneAndUpdate'>,
  id: string,
  now: Date,
): Promise<Product | null> {
  const document = await products.findOneAndUpdate(
    { _id: id, status: { $ne: 'ARCHIVED' } },
    { $set: { status: 'ARCHIVED', updatedAt: now }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  return document && readProductDocument(document);
}
