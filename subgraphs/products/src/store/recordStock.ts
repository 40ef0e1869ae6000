import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections } from './collections.ts';

/** So many units of a product, as version after version says. */
export interface Stock {
  readonly productId: string;
  readonly available: number;
  readonly version: number;
}

/** Remembers the stock of a product, which need not be there yet, unless this version or a newer one is known. */
export async function recordStock(
  stock: Pick<Collections['stock'], 'updateOne'>,
  { productId: _id, available, version }: Stock,
): Promise<void> {
  const older = { _id, version: { $lt: version } };
  const update = { $set: { available, version } };
  try {
    await stock.updateOne(older, update, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // There is one that is not older; or one that was made just now, and may be.
    await stock.updateOne(older, update);
  }
}
