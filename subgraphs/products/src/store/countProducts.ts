import type { ProductSelection } from '../domain/productSelection.ts';
import type { Collections } from './collections.ts';
import { listFilter } from './listFilter.ts';

export function countProducts(
  products: Pick<Collections['products'], 'countDocuments'>,
  selection: ProductSelection,
): Promise<number> {
  return products.countDocuments(listFilter(selection, { byPrice: true }));
}
