import { batch } from '@holdfast/kit-base/batch';
import DataLoader from 'dataloader';
import type { Dependencies } from './dependencies.ts';
import { byName, type Category } from './domain/category.ts';
import type { Product } from './domain/product.ts';
import { findCategories } from './store/findCategories.ts';
import { findChildren } from './store/findChildren.ts';
import { findProducts } from './store/findProducts.ts';

/** Each reads what one step of a request asks for in one query. Unknown ids give null. */
export interface Loaders {
  readonly product: (id: string) => Promise<Product | null>;
  readonly category: (id: string) => Promise<Category | null>;
  /** The categories right below, by name. */
  readonly children: (id: string) => Promise<Category[]>;
}

export function createLoaders({ products, categories }: Dependencies): Loaders {
  const product = new DataLoader(
    batch(
      'products',
      byId((ids) => findProducts(products, ids)),
    ),
  );
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

function byId<T extends { readonly id: string }>(find: (ids: readonly string[]) => Promise<T[]>) {
  return async (ids: readonly string[]): Promise<(T | null)[]> => {
    const found = new Map((await find(ids)).map((item) => [item.id, item]));
    return ids.map((id) => found.get(id) ?? null);
  };
}
