import { batch } from '@holdfast/kit-base/batch';
import { sharedReadsById } from '@holdfast/kit-base/sharedReads';
import DataLoader from 'dataloader';
import { findCategories, findChildren } from './categories/queries/findCategories.ts';
import type { CategoryLoader } from './categories/readCategory.ts';
import type { Collections } from './database/collections.ts';
import { byName, type Category } from './domain/category.ts';
import { findProducts } from './products/queries/findProducts.ts';
import type { ProductLoader } from './products/readProduct.ts';

/**
 * Each loader reads everything that one step of a request asks for in one query. An unknown id yields null.
 */
export interface Loaders extends ProductLoader, CategoryLoader {
  /** The categories right below, by name. */
  readonly children: (id: string) => Promise<Category[]>;
}

export function createLoaders({
  products,
  categories,
}: Pick<Collections, 'products' | 'categories'>): Loaders {
  const readProduct = sharedProducts(products);
  const product = new DataLoader((ids: readonly string[]) => Promise.all(ids.map(readProduct)));
  const category = new DataLoader(
    batch(
      'categories',
      byId((ids) => findCategories(categories, ids)),
    ),
  );
  const children = new DataLoader(
    batch('children', async (ids: readonly string[]) => {
      const found = Map.groupBy(await findChildren(categories, ids), ({ parentId }) => parentId);
      return ids.map((id) => byName(found.get(id) ?? []));
    }),
  );
  return {
    product: (id) => product.load(id),
    category: (id) => category.load(id),
    children: (id) => children.load(id),
  };
}

/** Returns how a process reads products: for all requests together. */
const sharedProducts = sharedReadsById('products', findProducts);

function byId<T extends { readonly id: string }>(find: (ids: readonly string[]) => Promise<T[]>) {
  return async (ids: readonly string[]): Promise<(T | null)[]> => {
    const found = new Map((await find(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id) ?? null);
  };
}
