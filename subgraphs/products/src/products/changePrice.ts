import { validate } from '@holdfast/kit-values/validation';
import type { Product } from '../domain/product.ts';
import type { Editor } from './domain/ownership.ts';
import { productToEdit, type SeenProduct, saveNext } from './editProduct.ts';
import { priceChangeSchema } from './input.ts';
import type { Writing } from './writeNext.ts';

/**
 * Sets the price of a product and records it with its time and the user who set it.
 * @throws BAD_USER_INPUT; NOT_FOUND when another seller owns it; CONFLICT, with `currentVersion`, when the
 *   version is not current.
 */
export async function changePrice(
  writing: Writing,
  editor: Editor,
  arguments_: SeenProduct & { readonly price: object },
): Promise<Product> {
  const { price, ...seen } = validate(priceChangeSchema, arguments_);
  const product = await productToEdit(writing, editor, seen);
  const at = writing.clock();
  const by = editor.user?.id ?? null;
  return saveNext(writing, {
    before: product,
    after: { ...product, price, updatedAt: at },
    by,
    priced: { price, at, by },
  });
}
