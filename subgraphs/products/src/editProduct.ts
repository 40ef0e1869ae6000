import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { type Editor, refuseEdit } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import { findProducts } from './store/findProducts.ts';
import { type Change, writeNext } from './writeNext.ts';

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
 * @throws NOT_FOUND; CONFLICT with `currentVersion`.
 */
export async function saveNext(
  dependencies: Pick<Dependencies, 'products' | 'clock' | 'newId'>,
  change: Change,
): Promise<Product> {
  const written = await writeNext(dependencies, change);
  if (written.kind === 'written') return written.product;
  throw written.current ? stale(written.current.version) : notFound('Product');
}

function stale(currentVersion: number) {
  return conflict(`The product has changed; it is at version ${currentVersion} now.`, { currentVersion });
}
