import { nameKeyOf } from '../../domain/fold.ts';
import type { Product } from '../../domain/product.ts';
import { priceKeyOf } from './amount.ts';
import { listKeysOf } from './listKeys.ts';
import type { Sorting } from './productOrder.ts';

/** Derives from a product the fields that lists filter and sort by. */
export function listFieldsOf(product: Omit<Product, 'id'>) {
  return {
    listKeys: listKeysOf(product),
    nameKey: nameKeyOf(product.name),
    priceKey: priceKeyOf(product.price),
  };
}

/** Returns the value that a product is sorted by in a list. */
export function sortValueOf(product: Product, field: Sorting['field']): Date | string | bigint {
  if (field === 'createdAt') return product.createdAt;
  return field === 'nameKey' ? nameKeyOf(product.name) : priceKeyOf(product.price);
}
