import { notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import type { Editor } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import { mayEdit } from './domain/visibility.ts';
import { idSchema } from './input.ts';
import { findProducts } from './store/findProducts.ts';
import { writeNext } from './writeNext.ts';

/**
 * Takes a product off sale, whatever version it is at; one that is off sale already stays as it is.
 * @throws BAD_USER_INPUT; NOT_FOUND when it is another's.
 */
export async function archiveProduct(
  dependencies: Pick<Dependencies, 'products' | 'clock' | 'newId'>,
  editor: Editor,
  id: string,
): Promise<Product> {
  validate(idSchema, { id });
  // Ends: a round more is one in which somebody else wrote a version.
  for (;;) {
    const [before] = await findProducts(dependencies.products, [id]);
    if (!before || !mayEdit(editor, before)) throw notFound('Product');
    if (before.status === 'ARCHIVED') return before;
    const after = { ...before, status: 'ARCHIVED', updatedAt: dependencies.clock() } as const;
    const written = await writeNext(dependencies, { before, after, by: editor.user?.id ?? null });
    if (written.kind === 'written') return written.product;
  }
}
