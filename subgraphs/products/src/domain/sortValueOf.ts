import { priceKeyOf } from './amount.ts';
import { nameKeyOf } from './fold.ts';
import type { Product } from './product.ts';
import type { Sorting } from './productOrder.ts';

/** What a product is sorted by in a list. */
export function sortValueOf(product: Product, field: Sorting['field']): Date | string | bigint {
  if (field === 'createdAt') return product.createdAt;
  return field === 'nameKey' ? nameKeyOf(product.name) : priceKeyOf(product.price);
}
