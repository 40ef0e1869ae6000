import type { Collections } from './store/collections.ts';

/** The unique indexes behind "belongs to one product" and "to one category". */
export const SKU_UNIQUE = 'sku_unique';
export const SLUG_UNIQUE = 'slug_unique';

/** Makes the indexes that are missing; several processes may do it at once. */
export async function ensureIndexes({ products, categories }: Collections): Promise<void> {
  await products.createIndex({ sku: 1 }, { name: SKU_UNIQUE, unique: true });
  await products.createIndex({ slug: 1 }, { name: SLUG_UNIQUE, unique: true });
  // Each list is read in its order from one of these, a page at a time.
  const newest = { status: 1, createdAt: -1, _id: -1 } as const;
  await products.createIndex(newest, { name: 'newest' });
  await products.createIndex({ categoryId: 1, ...newest }, { name: 'newest_of_category' });
  await products.createIndex({ sellerId: 1, ...newest }, { name: 'newest_of_seller' });
  await categories.createIndex({ slug: 1 }, { name: SLUG_UNIQUE, unique: true });
  await categories.createIndex({ parentId: 1 }, { name: 'by_parent' });
}
