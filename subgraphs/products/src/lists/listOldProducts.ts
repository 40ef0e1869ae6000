import type { Collections } from '../database/collections.ts';
import { addListFields, findUnlisted } from './queries/unlistedProducts.ts';

const BATCH = 500;

/**
 * Adds products written before lists were read by keys to the lists. Several processes may run it at once.
 */
export async function listOldProducts({ products }: Pick<Collections, 'products'>): Promise<void> {
  for (;;) {
    const unlisted = await findUnlisted(products, BATCH);
    if (unlisted.length === 0) return;
    await addListFields(products, unlisted);
  }
}
