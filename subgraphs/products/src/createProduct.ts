import { badUserInput, conflict } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { slugOf } from './domain/slug.ts';
import { withFreeSlug } from './freeSlug.ts';
import { newProductSchema } from './input.ts';
import { findCategories } from './store/findCategories.ts';
import { insertProduct } from './store/insertProduct.ts';

/** A product to add; an id is made where none is given, the price is as the API writes it. */
export type NewProduct = z.input<typeof newProductSchema>;

/**
 * Adds a product to the catalogue, under a slug made from its name. Who may, the caller has settled.
 * @throws BAD_USER_INPUT with every problem, or for an unknown category; CONFLICT when the SKU or the id is taken.
 */
export async function createProduct(dependencies: Dependencies, input: NewProduct): Promise<Product> {
  const { products, categories, clock, newId } = dependencies;
  const { id = newId(), ...content } = validate(newProductSchema, input);
  if (content.categoryId !== null) {
    const [category] = await findCategories(categories, [content.categoryId]);
    if (!category) throw badUserInput([{ path: ['categoryId'], message: 'There is no such category.' }]);
  }
  const createdAt = clock();
  const product = { ...content, version: 1, createdAt, updatedAt: createdAt };
  const { slug, outcome } = await withFreeSlug(
    dependencies,
    'product',
    slugOf(content.name, 'product'),
    (candidate) => insertProduct(products, { _id: id, slug: candidate, ...product }),
  );
  if (outcome === 'sku taken') throw conflict(`The SKU ${content.sku} is taken.`);
  if (outcome === 'id taken') throw conflict('This id has a product already.');
  return { id, slug, ...product };
}
