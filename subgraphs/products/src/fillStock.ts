import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { findUntold } from './store/findUntold.ts';
import { takeStock } from './takeStock.ts';

/** Asks inventory for the units available of products, by their id; null for one that is not counted. */
export type AskAvailability = (
  products: readonly Pick<Product, 'id' | 'kind'>[],
) => Promise<ReadonlyMap<string, number | null>>;

/** Products asked for in one request. */
const BATCH = 100;

/** Older than every event: what an event said stands. */
const ASKED = 0;

/**
 * Asks for the stock of the products that were never told of theirs: it came before anybody listened, or there is none. To be
 * done when the subscription is there, so that nothing happens between the two. Several processes may do it at once.
 * @throws what `ask` throws: then it is to be done again.
 */
export async function fillStock(
  { ask, ...projection }: Pick<Dependencies, 'products' | 'stock'> & { ask: AskAvailability },
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const untold = await findUntold(projection.products, BATCH);
    if (untold.length === 0) return;
    const answers = await ask(untold);
    await Promise.all(
      untold.map(({ id }) =>
        takeStock(projection, { productId: id, available: answers.get(id) ?? 0, version: ASKED }),
      ),
    );
  }
}
