import type { Event } from '@holdfast/kit-events/event';
import type { WithOutbox } from '@holdfast/kit-mongo/outbox';
import type { Money } from '@holdfast/kit-values/money';
import type { Collection, Db } from 'mongodb';
import { priceKeyOf } from '../domain/amount.ts';
import type { Category } from '../domain/category.ts';
import { nameKeyOf } from '../domain/fold.ts';
import { listKeysOf } from '../domain/listKeys.ts';
import type { Product } from '../domain/product.ts';
import { readStoredAttributes } from './storedAttributes.ts';

/** What lists are filtered and sorted by. All of it follows from the product, and is written with it. */
export interface ListFields {
  readonly listKeys: readonly string[];
  readonly nameKey: string;
  readonly priceKey: bigint;
}

/** A price, and since when it holds. */
export interface PriceEntry {
  readonly price: Money;
  readonly at: Date;
  /** The user who set it; null when it was no user. */
  readonly by: string | null;
}

export interface ProductDocument extends Omit<Product, 'id'>, ListFields, WithOutbox {
  readonly _id: string;
  /** Every price that it ever had, oldest first; the last is the present one. */
  readonly priceHistory: readonly PriceEntry[];
  /** The version of the stock that `inStock` was made of; absent, or null to an index, while nothing is known of it. */
  readonly stockVersion?: number | null;
}

/** What is known of a product's stock, whether the product is there yet or not. */
export interface StockDocument {
  /** The product's. */
  readonly _id: string;
  readonly available: number;
  /** Of the event that said it; 0 when inventory was asked. */
  readonly version: number;
}

export interface CategoryDocument extends Omit<Category, 'id'>, WithOutbox {
  readonly _id: string;
  readonly createdAt: Date;
  /** The version of the tree with which it was last put somewhere. */
  readonly treeVersion: number;
  /** Present while it is being deleted: nothing can be put into it. Whose deletion it is. */
  readonly closedBy?: string;
}

/** A change of a category that is decided, and may not be carried out yet. */
export interface TreeChange {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly parentId: string | null;
  /** Tells of it; absent of what was decided before there was one. */
  readonly event?: Event<'CategoryChanged'>;
}

/** What decides over changes of the tree: there is one. */
export interface TreeDocument {
  readonly _id: 'tree';
  readonly version: number;
  readonly pending: TreeChange | null;
}

/** How often a slug has been wanted again. */
export interface SlugCounterDocument {
  /** `product:chair` or `category:chairs`. */
  readonly _id: string;
  readonly taken: number;
}

/** That a category was deleted, or was about to be: what may still be in it is found by this, and it is told from here. */
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

/** A projection: what of a product's document is read. */
export const VISIBLE = {
  ...{ listKeys: 0, nameKey: 0, priceKey: 0 },
  ...{ priceHistory: 0, stockVersion: 0, outbox: 0 },
} as const;

/** @param document the whole, or what `VISIBLE` leaves of it. */
export function readProductDocument(document: Omit<ProductDocument, keyof typeof VISIBLE>): Product {
  const { _id: id, sku, slug, name, description, kind, status, price, categoryId } = document;
  const { imageUrl, sellerId, version, createdAt, updatedAt } = document;
  const attributes = readStoredAttributes(document.attributes);
  // A product that was written before there was such a field is in stock as soon as somebody says so.
  const inStock = document.inStock === true;
  return {
    ...{ id, sku, slug, name, description, kind, status, price, categoryId },
    ...{ attributes, imageUrl, sellerId, inStock, version, createdAt, updatedAt },
  };
}

export function readCategoryDocument({ _id, slug, name, parentId }: CategoryDocument): Category {
  return { id: _id, slug, name, parentId };
}

export function listFieldsOf(product: Omit<Product, 'id'>): ListFields {
  return {
    listKeys: listKeysOf(product),
    nameKey: nameKeyOf(product.name),
    priceKey: priceKeyOf(product.price),
  };
}
