import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Collections } from '../database/collections.ts';
import type { Product } from '../domain/product.ts';
import { type Editor, refuseEdit } from './domain/ownership.ts';
import { findProducts } from './queries/findProducts.ts';
import { type Change, type Writing, writeNext } from './writeNext.ts';

/** The version of a product that an editor saw. */
export interface SeenProduct {
  readonly id: string;
  readonly expectedVersion: number;
}

/**
 * Returns the product that an editor wants to change.
 * @throws NOT_FOUND when another seller owns it; CONFLICT, with `currentVersion`, when it has changed since
 *   the editor saw it.
 */
export async function productToEdit(
  { products }: Pick<Collections, 'products'>,
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
 * Writes the next version of a product, if the version it is based on is still there.
 * @throws NOT_FOUND; CONFLICT with `currentVersion`.
 */
export async function saveNext(writing: Writing, change: Change): Promise<Product> {
  const written = await writeNext(writing, change);
  if (written.kind === 'written') return written.product;
  throw written.current ? stale(written.current.version) : notFound('Product');
}

function stale(currentVersion: number) {
  return conflict(`The product has changed; it is at version ${currentVersion} now.`, { currentVersion });
}
