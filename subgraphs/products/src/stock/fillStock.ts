import type { Product } from '../domain/product.ts';
import { findUnstocked } from './queries.ts';
import { type Projection, takeStock } from './takeStock.ts';

/**
 * Asks inventory for the available units of products, by their id; null for a product that is not counted.
 */
export type AskAvailability = (
  products: readonly Pick<Product, 'id' | 'kind'>[],
) => Promise<ReadonlyMap<string, number | null>>;

/** The number of products per request. */
const BATCH = 100;

/** Older than the version of any event, so that an event's stock wins. */
const ASKED = 0;

/**
 * Asks for the stock of products whose stock is unknown: their events came before the service subscribed, or
 * there were none. Run it once the subscription exists, so that nothing is missed in between. Several
 * processes may run it at once.
 * @throws what `ask` throws; run it again then.
 */
export async function fillStock(
  { ask, ...projection }: Projection & { ask: AskAvailability },
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const unstocked = await findUnstocked(projection.products, BATCH);
    if (unstocked.length === 0) return;
    const answers = await ask(unstocked);
    await Promise.all(
      unstocked.map(({ id }) =>
        takeStock(projection, { productId: id, available: answers.get(id) ?? 0, version: ASKED }),
      ),
    );
  }
}
