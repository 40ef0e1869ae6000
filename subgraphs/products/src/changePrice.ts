import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import type { Editor } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import { productToEdit, type SeenProduct, saveNext } from './editProduct.ts';
import { priceChangeSchema } from './input.ts';

/**
 * Sets the price of a product, and remembers it with its time and the user who set it.
 * @throws BAD_USER_INPUT; NOT_FOUND when it is another's; CONFLICT, with `currentVersion`, when the version is another.
 */
export async function changePrice(
  dependencies: Pick<Dependencies, 'products' | 'clock' | 'newId'>,
  editor: Editor,
  arguments_: SeenProduct & { readonly price: object },
): Promise<Product> {
  const { price, ...seen } = validate(priceChangeSchema, arguments_);
  const product = await productToEdit(dependencies, editor, seen);
  const at = dependencies.clock();
  const by = editor.user?.id ?? null;
  return saveNext(dependencies, {
    before: product,
    after: { ...product, price, updatedAt: at },
    by,
    priced: { price, at, by },
  });
}
