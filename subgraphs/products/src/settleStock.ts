import type { Dependencies } from './dependencies.ts';
import { findBehind } from './store/findBehind.ts';
import { findStock } from './store/findStock.ts';
import { setStock } from './store/setStock.ts';

/**
 * Tells a product what is known of its stock. Whoever writes one of the two does this after it: so the later of them sees
 * both, whichever that is.
 */
export async function settleStock(
  { products, stock }: Pick<Dependencies, 'products' | 'stock'>,
  productId: string,
): Promise<void> {
  // Ends: a round more is one in which somebody changed the product, or knew of newer stock.
  for (;;) {
    const known = await findStock(stock, productId);
    const product = known && (await findBehind(products, known));
    if (!product || (await setStock(products, product, known))) return;
  }
}
