import { notFound } from '@holdfast/kit/errors';
import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import type { Editor } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import { mayEdit } from './domain/visibility.ts';
import { idSchema } from './input.ts';
import { archiveOne } from './store/archiveOne.ts';
import { findProducts } from './store/findProducts.ts';

/**
 * Takes a product off sale; one that is off sale already stays as it is.
 * @throws BAD_USER_INPUT; NOT_FOUND when it is another's.
 */
export async function archiveProduct(
  { products, clock }: Pick<Dependencies, 'products' | 'clock'>,
  editor: Editor,
  id: string,
): Promise<Product> {
  validate(idSchema, { id });
  const own = editor.scopes.has('catalogue:all') ? {} : { sellerId: editor.user?.id ?? '' };
  const archived = await archiveOne(products, { id, ...own }, clock());
  if (archived) return archived;
  const [product] = await findProducts(products, [id]);
  if (!product || !mayEdit(editor, product)) throw notFound('Product');
  return product;
}
