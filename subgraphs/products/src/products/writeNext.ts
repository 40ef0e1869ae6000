import type { EventStamp } from '@holdfast/kit-events/event';
import type { Collections, PriceEntry } from '../database/collections.ts';
import type { Product } from '../domain/product.ts';
import { changedEvent } from './productEvents.ts';
import { findProducts } from './queries/findProducts.ts';
import { updateVersion } from './queries/updateVersion.ts';

/** The dependencies of every change of a product. */
export type Writing = Pick<Collections, 'products'> & EventStamp;

export interface Change {
  readonly before: Product;
  /** Has the version of `before`. */
  readonly after: Product;
  /** The user who made the change; null for this service. */
  readonly by: string | null;
  /** The entry for the history, when the price changed. */
  readonly priced?: PriceEntry;
}

export type Written =
  | { readonly kind: 'written'; readonly product: Product }
  /** The current version is another one, or the product does not exist. */
  | { readonly kind: 'stale'; readonly current: Product | undefined };

/**
 * Writes the next version of a product together with its event, if the version it is based on is still there.
 */
export async function writeNext(
  { products, clock, newId }: Writing,
  { before, after, by, priced }: Change,
): Promise<Written> {
  const event = changedEvent(before, { ...after, version: before.version + 1 }, by, { clock, newId });
  // Terminates because each further round means that the stock ran out or came back.
  for (let { inStock } = before; ; ) {
    const product = await updateVersion(products, { ...after, inStock }, { event, priced });
    if (product) return { kind: 'written', product };
    const [current] = await findProducts(products, [after.id]);
    if (current?.version !== before.version) return { kind: 'stale', current };
    inStock = current.inStock;
  }
}
