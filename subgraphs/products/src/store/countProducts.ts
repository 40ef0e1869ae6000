import type { Collections } from './collections.ts';
import type { ProductSelection } from './productSelection.ts';

export function countProducts(
  products: Pick<Collections['products'], 'countDocuments'>,
  selection: ProductSelection,
): Promise<number> {
  return products.countDocuments({ ...selection });
}
