import { conflict, notFound } from '@holdfast/kit/errors';
import type { Dependencies } from './dependencies.ts';
import { type Editor, refuseEdit } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import type { PriceEntry } from './store/collections.ts';
import { findProducts } from './store/findProducts.ts';
import { updateVersion } from './store/updateVersion.ts';

/** Which version of which product an editor saw. */
export interface SeenProduct {
  readonly id: string;
  readonly expectedVersion: number;
}

/**
 * The product that an editor wants to change.
 * @throws NOT_FOUND when it is another's; CONFLICT, with `currentVersion`, when it is no longer what the editor saw.
 */
export async function productToEdit(
  { products }: Pick<Dependencies, 'products'>,
  editor: Editor,
  { id, expectedVersion }: SeenProduct,
): Promise<Product> {
  const [product] = await findProducts(products, [id]);
  const refusal = refuseEdit(editor, product, expectedVersion);
  if (refusal?.kind === 'stale') throw stale(refusal.currentVersion);
  if (refusal || !product) throw notFound('Product');
  return product;
}

/**
 * Writes the next version of a product, if the one that it was made from is still there.
 * @param next with that one's version.
 * @throws NOT_FOUND; CONFLICT with `currentVersion`.
 */
export async function saveNext(
  { products }: Pick<Dependencies, 'products'>,
  next: Product,
  priced?: PriceEntry,
): Promise<Product> {
  const saved = await updateVersion(products, next, priced);
  if (saved) return saved;
  const [current] = await findProducts(products, [next.id]);
  throw current ? stale(current.version) : notFound('Product');
}

function stale(currentVersion: number) {
  return conflict(`The product has changed; it is at version ${currentVersion} now.`, { currentVersion });
}
