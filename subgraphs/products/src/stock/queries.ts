import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections } from '../database/collections.ts';
import { readProductDocument, VISIBLE } from '../database/readDocuments.ts';
import { isInStock, type Product } from '../domain/product.ts';
import { listKeysOf } from '../lists/domain/listKeys.ts';

/** The units of a product that are available, as of a version. */
export interface Stock {
  readonly productId: string;
  readonly available: number;
  readonly version: number;
}

/** Records the stock of a product, which may not exist yet, unless this version or a newer one is known. */
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
    // The recorded stock is not older, or it has just been inserted and may be older.
    await stock.updateOne(older, update);
  }
}

/**
 * Records the stock of products in place of older stock.
 * @returns false when not all of them had older stock. What was older is replaced all the same.
 */
export async function replaceStocks(
  stock: Pick<Collections['stock'], 'bulkWrite'>,
  reported: readonly Stock[],
): Promise<boolean> {
  const { matchedCount } = await stock.bulkWrite(
    reported.map(({ productId: _id, available, version }) => ({
      updateOne: { filter: { _id, version: { $lt: version } }, update: { $set: { available, version } } },
    })),
    { ordered: false },
  );
  return matchedCount === reported.length;
}

/** Returns the recorded stock of a product. */
export async function findStock(
  stock: Pick<Collections['stock'], 'findOne'>,
  productId: string,
): Promise<Stock | null> {
  const found = await stock.findOne({ _id: productId });
  return found && { productId, available: found.available, version: found.version };
}

/** Returns the product of a stock if it reflects an older version, or none. */
export async function findBehind(
  products: Pick<Collections['products'], 'findOne'>,
  { productId, version }: Stock,
): Promise<Product | null> {
  const behind = { _id: productId, stockVersion: { $not: { $gte: version } } };
  const document = await products.findOne(behind, { projection: VISIBLE });
  return document && readProductDocument(document);
}

/**
 * Writes the stock into a product if the product is unchanged since it was read and reflects no newer stock.
 * The product's version stays.
 * @returns true when it was written.
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

/**
 * Writes the version of the stock into products that reflect an older one and stay in stock, or out of it. Their
 * keys of lists stay too.
 * @returns false when other products are among them: they reflect no stock or a newer one, or `inStock` changes.
 */
export async function confirmInStock(
  products: Pick<Collections['products'], 'bulkWrite'>,
  reported: readonly Stock[],
): Promise<boolean> {
  const { matchedCount } = await products.bulkWrite(
    reported.map(({ productId: _id, available, version }) => ({
      updateOne: {
        // A DIGITAL product without units is in stock, and so is not found.
        filter: { _id, stockVersion: { $lt: version }, inStock: available > 0 },
        update: { $set: { stockVersion: version } },
      },
    })),
    { ordered: false },
  );
  return matchedCount === reported.length;
}

/** Returns at most `limit` products whose stock is unknown. */
export async function findUnstocked(
  products: Pick<Collections['products'], 'find'>,
  limit: number,
): Promise<Product[]> {
  // An absent field is in the index as null.
  const unstocked = { stockVersion: { $in: [null] } };
  const documents = await products.find(unstocked, { projection: VISIBLE }).limit(limit).toArray();
  return documents.map(readProductDocument);
}
