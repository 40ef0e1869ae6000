import { conflict } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import { enterCategory } from '../categories/enterCategory.ts';
import type { Collections } from '../database/collections.ts';
import { newProduct, type Product } from '../domain/product.ts';
import { listFieldsOf } from '../lists/domain/listFields.ts';
import { slugOf } from '../slugs/domain.ts';
import { withFreeSlug } from '../slugs/withFreeSlug.ts';
import { settleStock } from '../stock/settleStock.ts';
import { newProductSchema } from './input.ts';
import { createdEvent } from './productEvents.ts';
import { deleteNewProduct, insertProduct } from './queries/insertProduct.ts';
import type { Writing } from './writeNext.ts';

/** A product to add, with the price in the API's form. A missing id is generated. */
export type NewProduct = z.input<typeof newProductSchema>;

/**
 * Adds a product to the catalogue, under a slug made from its name. The caller has checked who may.
 * @param by the user who adds it, for the history of its price; null for this service.
 * @param at the prefix of each problem's path.
 * @throws BAD_USER_INPUT with every problem, or for an unknown category; CONFLICT when the SKU or the id is
 *   taken.
 */
export async function createProduct(
  dependencies: Writing & Pick<Collections, 'categories' | 'slugCounters' | 'stock'>,
  input: NewProduct,
  { by = null, at = [] }: { by?: string | null; at?: readonly string[] } = {},
): Promise<Product> {
  const { products, clock, newId } = dependencies;
  const { id = newId(), ...content } = validate(newProductSchema, input, at);
  const createdAt = clock();
  const wanted = slugOf(content.name, 'product');
  const productAt = (slug: string) => newProduct(content, { id, slug, createdAt });
  const outbox = [createdEvent(productAt(wanted), by, { clock, newId })];
  const insert = (slug: string) => {
    const { id: _id, ...product } = productAt(slug);
    const priceHistory = [{ price: content.price, at: createdAt, by }];
    return insertProduct(products, { _id, ...product, ...listFieldsOf(product), priceHistory, outbox });
  };
  const { slug, outcome } = await enterCategory(dependencies, content.categoryId, [...at, 'categoryId'], {
    write: () => withFreeSlug(dependencies, 'product', wanted, insert),
    takeBack: async ({ outcome }) => {
      if (outcome === 'inserted') await deleteNewProduct(products, id);
    },
  });
  if (outcome === 'sku taken') throw conflict(`The SKU ${content.sku} is taken.`);
  if (outcome === 'id taken') throw conflict('A product with this id already exists.');
  // Its stock may have been reported before it existed.
  await settleStock(dependencies, id);
  return productAt(slug);
}
