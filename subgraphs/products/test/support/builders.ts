/** Builders of test data. Every value has a default that a test may override. */
import { newUuid } from '@holdfast/kit-base/ids';
import type { ProductDocument } from '../../src/database/collections.ts';
import { newProduct, type Product } from '../../src/domain/product.ts';
import { listFieldsOf } from '../../src/lists/domain/listFields.ts';
import type { NewProduct } from '../../src/products/createProduct.ts';
import { newProductSchema } from '../../src/products/input.ts';
import type { Stock } from '../../src/stock/queries.ts';

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Builds the input of a new product. Each has its own SKU. */
export function buildNewProduct(content: Partial<NewProduct> = {}): NewProduct {
  return { sku: newUuid(), name: 'Chair', price: usd('129.90'), ...content };
}

const contentSchema = newProductSchema.omit({ id: true });

/** Builds a product at its first version. */
export function buildProduct(content: Partial<Product> = {}): Product {
  const defaults = contentSchema.parse(buildNewProduct());
  const createdAt = content.createdAt ?? new Date('2026-11-20T12:00:00.000Z');
  return { ...newProduct(defaults, { id: newUuid(), slug: 'chair', createdAt }), ...content };
}

/** Builds the document of a product, for tests that write to the database themselves. */
export function buildProductDocument(content?: Partial<Product>): ProductDocument {
  const { id, ...product } = buildProduct(content);
  return { _id: id, ...product, ...listFieldsOf(product), priceHistory: [] };
}

export const buildStock = (productId: string, available: number, version: number): Stock => ({
  productId,
  available,
  version,
});
