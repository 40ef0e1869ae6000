import type { Dependencies } from './dependencies.ts';
import { addListFields } from './store/addListFields.ts';
import { findUnlisted } from './store/findUnlisted.ts';

const BATCH = 500;

/** Puts products into the lists that were written before lists were read by keys. Several processes may do it at once. */
export async function listOldProducts({ products }: Pick<Dependencies, 'products'>): Promise<void> {
  for (;;) {
    const unlisted = await findUnlisted(products, BATCH);
    if (unlisted.length === 0) return;
    await addListFields(products, unlisted);
  }
}
