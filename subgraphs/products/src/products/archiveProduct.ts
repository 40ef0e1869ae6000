import { notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { Product } from '../domain/product.ts';
import { mayEdit } from '../domain/visibility.ts';
import type { Editor } from './domain/ownership.ts';
import { productIdSchema } from './input.ts';
import { findProducts } from './queries/findProducts.ts';
import { type Writing, writeNext } from './writeNext.ts';

/**
 * Takes a product off sale, whatever its version. A product that is off sale already stays unchanged.
 * @throws BAD_USER_INPUT; NOT_FOUND when another seller owns it.
 */
export async function archiveProduct(writing: Writing, editor: Editor, id: string): Promise<Product> {
  validate(productIdSchema, { id });
  // Terminates because each further round means that another writer wrote a version.
  for (;;) {
    const [before] = await findProducts(writing.products, [id]);
    if (!before || !mayEdit(editor, before)) throw notFound('Product');
    if (before.status === 'ARCHIVED') return before;
    const after = { ...before, status: 'ARCHIVED', updatedAt: writing.clock() } as const;
    const written = await writeNext(writing, { before, after, by: editor.user?.id ?? null });
    if (written.kind === 'written') return written.product;
  }
}
