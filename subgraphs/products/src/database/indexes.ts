import { OUTBOX_INDEX } from '@holdfast/kit-mongo/outbox';
import type { Collections } from './collections.ts';

/** The unique indexes that make a SKU or slug belong to one product, and a slug to one category. */
export const SKU_UNIQUE = 'sku_unique';
export const SLUG_UNIQUE = 'slug_unique';

/** Creates the indexes that are missing. Several processes may run it at once. */
export async function ensureIndexes({
  products,
  categories,
  deletedCategories,
}: Pick<Collections, 'products' | 'categories' | 'deletedCategories'>): Promise<void> {
  await products.createIndex({ sku: 1 }, { name: SKU_UNIQUE, unique: true });
  await products.createIndex({ slug: 1 }, { name: SLUG_UNIQUE, unique: true });
  // Each list is read in its order, a page at a time, from one of these. `lists/domain/listKeys.ts` has the keys.
  const listed = { listKeys: 1, status: 1 } as const;
  await products.createIndex({ ...listed, createdAt: -1, _id: -1 }, { name: 'newest_by_key' });
  await products.createIndex({ ...listed, nameKey: 1, _id: 1 }, { name: 'names_by_key' });
  await products.createIndex({ ...listed, priceKey: 1, _id: 1 }, { name: 'prices_by_key' });
  // A product whose stock is unknown is in this index as null.
  await products.createIndex({ stockVersion: 1 }, { name: 'by_stock_version' });
  const { key, ...outbox } = OUTBOX_INDEX;
  for (const collection of [products, categories, deletedCategories])
    await collection.createIndex(key, outbox);
  // Finds products, on sale or not, in a category that is to be deleted.
  await products.createIndex({ categoryId: 1 }, { name: 'by_category' });
  await categories.createIndex({ slug: 1 }, { name: SLUG_UNIQUE, unique: true });
  await categories.createIndex({ parentId: 1 }, { name: 'by_parent' });
}
