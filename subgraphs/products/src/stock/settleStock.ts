import type { Collections } from '../database/collections.ts';
import { findBehind, findStock, setStock } from './queries.ts';

/**
 * Writes the recorded stock into a product. Whichever process creates the product or records its stock calls
 * this after its own write, so the later of the two sees both.
 */
export async function settleStock(
  { products, stock }: Pick<Collections, 'products' | 'stock'>,
  productId: string,
): Promise<void> {
  // Terminates because each further round means that the product changed or that newer stock was recorded.
  for (;;) {
    const known = await findStock(stock, productId);
    const product = known && (await findBehind(products, known));
    if (!product || (await setStock(products, product, known))) return;
  }
}
