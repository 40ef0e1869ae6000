import type { Category } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import type { CategoryDocument, ProductDocument } from './collections.ts';
import { readStoredAttributes } from './storedAttributes.ts';

/** The fields of a product's document that are no part of the product. */
type InternalField = Exclude<keyof ProductDocument, keyof Product | '_id'>;

/** A projection that leaves the internal fields out. */
export const VISIBLE = {
  ...{ listKeys: 0, nameKey: 0, priceKey: 0 },
  ...{ priceHistory: 0, stockVersion: 0, outbox: 0 },
} as const satisfies Record<InternalField, 0>;

/** Reads a product from its document, with or without the internal fields. */
export function readProductDocument(
  document: Omit<ProductDocument, InternalField> & Partial<Pick<ProductDocument, InternalField>>,
): Product {
  const { listKeys, nameKey, priceKey, priceHistory, stockVersion, outbox, ...visible } = document;
  const { _id: id, ...content } = visible;
  return {
    id,
    ...content,
    attributes: readStoredAttributes(content.attributes),
    // A product written before this field existed counts as in stock once an event says so.
    inStock: content.inStock === true,
  };
}

export function readCategoryDocument({ _id, slug, name, parentId }: CategoryDocument): Category {
  return { id: _id, slug, name, parentId };
}
