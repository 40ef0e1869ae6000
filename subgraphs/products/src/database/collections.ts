import type { Event } from '@holdfast/kit-events/event';
import type { WithOutbox } from '@holdfast/kit-mongo/outbox';
import type { Money } from '@holdfast/kit-values/money';
import type { Collection, Db } from 'mongodb';
import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';

/** The fields that lists filter and sort by. They are derived from the product and written with it. */
interface ListFields {
  readonly listKeys: readonly string[];
  readonly nameKey: string;
  readonly priceKey: bigint;
}

/** A price, and the time from which it holds. */
export interface PriceEntry {
  readonly price: Money;
  readonly at: Date;
  /** The user who set it; null when it was no user. */
  readonly by: string | null;
}

export interface ProductDocument extends Omit<Product, 'id'>, ListFields, WithOutbox {
  readonly _id: string;
  /** Every price the product ever had, oldest first. The last one is the current price. */
  readonly priceHistory: readonly PriceEntry[];
  /**
   * The version of the stock that `inStock` reflects. Absent, null in an index, while the stock is unknown.
   */
  readonly stockVersion?: number | null;
}

/** The known stock of a product. The product may not exist yet. */
export interface StockDocument {
  /** The product's id. */
  readonly _id: string;
  readonly available: number;
  /** The version of the event that reported it; 0 when it is inventory's answer to a query. */
  readonly version: number;
}

export interface CategoryDocument extends Omit<Category, 'id'>, WithOutbox {
  readonly _id: string;
  readonly createdAt: Date;
  /** The version of the tree that last placed it. */
  readonly treeVersion: number;
  /** The id of the deletion in progress. While it is present, nothing can be put into the category. */
  readonly closedBy?: string;
}

/** A change of a category that has been decided but perhaps not yet been applied. */
export interface TreeChange {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly parentId: string | null;
  /** Reports the change. Absent from changes decided before such events existed. */
  readonly event?: Event<'CategoryChanged'>;
}

/** The single document that decides all changes of the tree. */
export interface TreeDocument {
  readonly _id: 'tree';
  readonly version: number;
  readonly pending: TreeChange | null;
}

/** Counts how often a taken slug has been wanted again. */
export interface SlugCounterDocument {
  /** `product:chair` or `category:chairs`. */
  readonly _id: string;
  readonly taken: number;
}

/**
 * Records that a category was deleted or was about to be. Whatever is still in the category is found through
 * it, and its outbox publishes the deletion.
 */
export interface DeletedCategoryDocument extends WithOutbox {
  readonly _id: string;
}

export interface Collections {
  readonly products: Collection<ProductDocument>;
  readonly stock: Collection<StockDocument>;
  readonly categories: Collection<CategoryDocument>;
  readonly categoryTree: Collection<TreeDocument>;
  readonly deletedCategories: Collection<DeletedCategoryDocument>;
  readonly slugCounters: Collection<SlugCounterDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    products: db.collection('products'),
    stock: db.collection('stock'),
    categories: db.collection('categories'),
    categoryTree: db.collection('categoryTree'),
    deletedCategories: db.collection('deletedCategories'),
    slugCounters: db.collection('slugCounters'),
  };
}
