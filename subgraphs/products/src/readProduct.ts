import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { mayLookUp, mayMeet, type Viewer } from './domain/visibility.ts';
import { productKeySchema } from './input.ts';
import type { Loaders } from './loaders.ts';
import { findProductBy } from './store/findProductBy.ts';

/** By exactly one of the three. */
export interface ProductKey {
  readonly id?: string | null | undefined;
  readonly sku?: string | null | undefined;
  readonly slug?: string | null | undefined;
}

/**
 * One product, as long as it is on sale or the viewer's to edit; else null.
 * @throws BAD_USER_INPUT for a malformed key, none, or more than one.
 */
export async function readProduct(
  { products }: Pick<Dependencies, 'products'>,
  loaders: Pick<Loaders, 'product'>,
  viewer: Viewer,
  key: ProductKey,
): Promise<Product | null> {
  const { id, sku, slug } = validate(productKeySchema, key);
  const product = id
    ? await loaders.product(id)
    : await findProductBy(products, sku ? { sku } : { slug: slug ?? '' });
  return product && mayLookUp(viewer, product) ? product : null;
}

/**
 * What another subgraph's reference to a product stands for; null when it does not exist for the viewer.
 * @param id of any form, and any type: GraphQL does not check what stands in a representation.
 */
export async function readProductReference(
  loaders: Pick<Loaders, 'product'>,
  viewer: Viewer,
  id: string,
): Promise<Product | null> {
  const product = isId(id) ? await loaders.product(id) : null;
  return product && mayMeet(viewer, product) ? product : null;
}
