import { forbidden, unauthenticated } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { amountKeyOf } from './domain/amount.ts';
import { searchedWords } from './domain/listKeys.ts';
import type { ProductOrder } from './domain/productOrder.ts';
import type { ProductSelection } from './domain/productSelection.ts';
import { mayList, type Viewer } from './domain/visibility.ts';
import { productFilterSchema } from './input.ts';
import { listProducts, type PageArguments, type ProductPage } from './listProducts.ts';
import { findSubtree } from './store/findSubtree.ts';

export interface SearchArguments extends PageArguments {
  readonly filter?: object | null | undefined;
  readonly orderBy?: ProductOrder | null | undefined;
}

/**
 * The products that meet a filter, in an order; those on sale when no status is asked for.
 * @throws BAD_USER_INPUT with every problem of the filter, or for a page that cannot be; FORBIDDEN, or UNAUTHENTICATED
 *   for nobody, for a status that the viewer may not list.
 */
export async function searchProducts(
  dependencies: Pick<Dependencies, 'products' | 'categories'>,
  viewer: Viewer,
  { filter, orderBy, ...page }: SearchArguments,
): Promise<ProductPage> {
  const given = validate(productFilterSchema, filter ?? {}, ['filter']);
  const { categoryId, kind, inStock, sellerId, minPrice, maxPrice } = given;
  const status = given.status ?? 'ACTIVE';
  if (!mayList(viewer, status, sellerId ?? null)) throw viewer.user ? forbidden() : unauthenticated();
  const selection: ProductSelection = {
    status,
    ...(kind && { kind }),
    ...(typeof inStock === 'boolean' && { inStock }),
    ...(sellerId && { sellerId }),
    ...(categoryId && { categoryIds: await findSubtree(dependencies.categories, categoryId) }),
    ...(minPrice && { minPrice: amountKeyOf(minPrice) }),
    ...(maxPrice && { maxPrice: amountKeyOf(maxPrice) }),
    // Text without a letter or digit, as opposed to none, is found in no product.
    ...(given.search && { words: orNothing(searchedWords(given.search)) }),
  };
  return listProducts(dependencies, selection, page, orderBy ?? 'NEWEST');
}

function orNothing(words: string[]): string[] {
  return words.length > 0 ? words : [''];
}
