import { type CountedConnection, isTime, pageRequest, toConnection } from '@holdfast/kit/connection';
import { isId } from '@holdfast/kit/ids';
import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { countProducts } from './store/countProducts.ts';
import { findNewestProducts } from './store/findNewestProducts.ts';
import type { ProductSelection } from './store/productSelection.ts';

export type ProductPage = CountedConnection<Product>;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What the cursors begin with, so that one of another list is told apart. */
const CURSOR = 'products';
const CURSOR_KEYS = [(part: string) => part === CURSOR, isTime, isId];

/**
 * Products on sale, newest first.
 * @param of all of them, or those of one category or seller.
 * @throws BAD_USER_INPUT for a page that cannot be.
 */
export async function listProducts(
  { products }: Pick<Dependencies, 'products'>,
  of: Omit<ProductSelection, 'status'>,
  page: PageArguments,
): Promise<ProductPage> {
  const selection: ProductSelection = { ...of, status: 'ACTIVE' };
  const request = pageRequest(page, CURSOR_KEYS);
  const [, time = '', id = ''] = request.after ?? [];
  const after = request.after && { createdAt: new Date(time), id };
  const rows = await findNewestProducts(products, selection, { limit: request.limit + 1, after });
  return {
    ...toConnection(rows, request, ({ createdAt, id }) => [CURSOR, createdAt.toISOString(), id]),
    totalCount: () => countProducts(products, selection),
  };
}
