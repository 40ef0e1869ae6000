import type { Collection, Db } from 'mongodb';
import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';

export interface ProductDocument extends Omit<Product, 'id'> {
  readonly _id: string;
}

export interface CategoryDocument extends Omit<Category, 'id'> {
  readonly _id: string;
  readonly createdAt: Date;
}

/** How often a slug has been wanted again. */
export interface SlugCounterDocument {
  /** `product:chair` or `category:chairs`. */
  readonly _id: string;
  readonly taken: number;
}

export interface Collections {
  readonly products: Collection<ProductDocument>;
  readonly categories: Collection<CategoryDocument>;
  readonly slugCounters: Collection<SlugCounterDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    products: db.collection('products'),
    categories: db.collection('categories'),
    slugCounters: db.collection('slugCounters'),
  };
}

export function readProductDocument({ _id, ...product }: ProductDocument): Product {
  return { id: _id, ...product };
}

export function readCategoryDocument({ _id, slug, name, parentId }: CategoryDocument): Category {
  return { id: _id, slug, name, parentId };
}
