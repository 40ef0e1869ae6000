import { conflict } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import { isInStock, type Product } from './domain/product.ts';
import { slugOf } from './domain/slug.ts';
import { enterCategory } from './enterCategory.ts';
import { withFreeSlug } from './freeSlug.ts';
import { newProductSchema } from './input.ts';
import { createdEvent } from './productEvents.ts';
import { settleStock } from './settleStock.ts';
import { listFieldsOf } from './store/collections.ts';
import { deleteNewProduct } from './store/deleteNewProduct.ts';
import { insertProduct } from './store/insertProduct.ts';

/** A product to add; an id is made where none is given, the price is as the API writes it. */
export type NewProduct = z.input<typeof newProductSchema>;

/**
 * Adds a product to the catalogue, under a slug made from its name. Who may, the caller has settled.
 * @param by the user who adds it, for the history of its price.
 * @param at what the path of each problem starts with.
 * @throws BAD_USER_INPUT with every problem, or for an unknown category; CONFLICT when the SKU or the id is taken.
 */
export async function createProduct(
  dependencies: Dependencies,
  input: NewProduct,
  { by = null, at = [] }: { by?: string | null; at?: readonly string[] } = {},
): Promise<Product> {
  const { products, clock, newId } = dependencies;
  const { id = newId(), ...content } = validate(newProductSchema, input, at);
  const createdAt = clock();
  const wanted = slugOf(content.name, 'product');
  const inStock = isInStock(content.kind, 0);
  const productAt = (slug: string): Product => ({
    ...{ id, slug, ...content, inStock },
    ...{ version: 1, createdAt, updatedAt: createdAt },
  });
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
  if (outcome === 'id taken') throw conflict('This id has a product already.');
  // Its stock may have come before it.
  await settleStock(dependencies, id);
  return productAt(slug);
}
