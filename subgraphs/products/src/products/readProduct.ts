import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { Collections } from '../database/collections.ts';
import type { Product } from '../domain/product.ts';
import { mayLookUp, mayMeet, type Viewer } from '../domain/visibility.ts';
import { productKeySchema } from './input.ts';
import { findProductBy } from './queries/findProducts.ts';

/** Exactly one of the three. */
export interface ProductKey {
  readonly id?: string | null | undefined;
  readonly sku?: string | null | undefined;
  readonly slug?: string | null | undefined;
}

/** Loads a product by its id; null when there is none. */
export interface ProductLoader {
  readonly product: (id: string) => Promise<Product | null>;
}

/**
 * Returns one product that is on sale or that the viewer may edit; otherwise null.
 * @throws BAD_USER_INPUT for a malformed key, none, or more than one.
 */
export async function readProduct(
  { products }: Pick<Collections, 'products'>,
  loader: ProductLoader,
  viewer: Viewer,
  key: ProductKey,
): Promise<Product | null> {
  const { id, sku, slug } = validate(productKeySchema, key);
  const product = id
    ? await loader.product(id)
    : await findProductBy(products, sku ? { sku } : { slug: slug ?? '' });
  return product && mayLookUp(viewer, product) ? product : null;
}

/**
 * Resolves another subgraph's reference to a product; null when the product does not exist for the viewer.
 * @param id of any form and type, because GraphQL does not check representations.
 */
export async function readProductReference(
  loader: ProductLoader,
  viewer: Viewer,
  id: string,
): Promise<Product | null> {
  const product = isId(id) ? await loader.product(id) : null;
  return product && mayMeet(viewer, product) ? product : null;
}
