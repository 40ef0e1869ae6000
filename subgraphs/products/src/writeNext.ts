import type { Dependencies } from './dependencies.ts';
import type { Product } from './domain/product.ts';
import { changedEvent } from './productEvents.ts';
import type { PriceEntry } from './store/collections.ts';
import { findProducts } from './store/findProducts.ts';
import { updateVersion } from './store/updateVersion.ts';

export interface Change {
  readonly before: Product;
  /** With the version of `before`. */
  readonly after: Product;
  /** The user who made it; null for this service. */
  readonly by: string | null;
  /** An entry for the history, when the price changed. */
  readonly priced?: PriceEntry;
}

export type Written =
  | { readonly kind: 'written'; readonly product: Product }
  /** Another version is there instead, or none. */
  | { readonly kind: 'stale'; readonly current: Product | undefined };

/** Writes the next version of a product together with the event of it, if the version that it was made from is there. */
export async function writeNext(
  { products, clock, newId }: Pick<Dependencies, 'products' | 'clock' | 'newId'>,
  { before, after, by, priced }: Change,
): Promise<Written> {
  const event = changedEvent(before, { ...after, version: before.version + 1 }, by, { clock, newId });
  // Ends: a round more is one in which the stock ran out, or came back.
  for (let { inStock } = before; ; ) {
    const product = await updateVersion(products, { ...after, inStock }, { event, priced });
    if (product) return { kind: 'written', product };
    const [current] = await findProducts(products, [after.id]);
    if (current?.version !== before.version) return { kind: 'stale', current };
    inStock = current.inStock;
  }
}
