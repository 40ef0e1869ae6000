import { conflict } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { slugOf } from './domain/slug.ts';
import { enterCategory } from './enterCategory.ts';
import { withFreeSlug } from './freeSlug.ts';
import { newProductSchema } from './input.ts';
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
  const insert = (slug: string) => {
    const product = { ...content, slug, version: 1, createdAt, updatedAt: createdAt };
    const priceHistory = [{ price: content.price, at: createdAt, by }];
    return insertProduct(products, { _id: id, ...product, ...listFieldsOf(product), priceHistory });
  };
  const { slug, outcome } = await enterCategory(dependencies, content.categoryId, [...at, 'categoryId'], {
    write: () => withFreeSlug(dependencies, 'product', wanted, insert),
    takeBack: async ({ outcome }) => {
      if (outcome === 'inserted') await deleteNewProduct(products, id);
    },
  });
  if (outcome === 'sku taken') throw conflict(`The SKU ${content.sku} is taken.`);
  if (outcome === 'id taken') throw conflict('This id has a product already.');
  return { id, slug, ...content, version: 1, createdAt, updatedAt: createdAt };
}
