import { notFound } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { idSchema } from './input.ts';
import { archiveOne } from './store/archiveOne.ts';
import { findProducts } from './store/findProducts.ts';

/**
 * Takes a product off sale for good; one that is off sale already stays as it is. Who may, the caller has settled.
 * @throws BAD_USER_INPUT; NOT_FOUND.
 */
export async function archiveProduct(
  { products, clock }: Pick<Dependencies, 'products' | 'clock'>,
  id: string,
): Promise<Product> {
  validate(idSchema, { id });
  const archived = await archiveOne(products, id, clock());
  if (archived) return archived;
  const [product] = await findProducts(products, [id]);
  if (!product) throw notFound('Product');
  return product;
}
