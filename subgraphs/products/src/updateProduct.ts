import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import type { Editor } from './domain/ownership.ts';
import type { Product } from './domain/product.ts';
import { productToEdit, type SeenProduct, saveNext } from './editProduct.ts';
import { enterCategory } from './enterCategory.ts';
import { productUpdateSchema } from './input.ts';
import { writeNext } from './writeNext.ts';

/**
 * Changes what is given of a product; the rest, and its slug, stay. Null empties what may be empty.
 * @param arguments_ as the API takes them: `id`, `expectedVersion`, `input`.
 * @throws BAD_USER_INPUT with every problem; NOT_FOUND when it is another's; CONFLICT, with `currentVersion`, when the
 *   version is another; CONFLICT when the category is deleted meanwhile.
 */
export async function updateProduct(
  dependencies: Dependencies,
  editor: Editor,
  arguments_: SeenProduct & { readonly input: object },
): Promise<Product> {
  const { input, ...seen } = validate(productUpdateSchema, arguments_);
  const product = await productToEdit(dependencies, editor, seen);
  const next = { ...product, ...input, updatedAt: dependencies.clock() };
  const by = editor.user?.id ?? null;
  const save = () => saveNext(dependencies, { before: product, after: next, by });
  if (next.categoryId === product.categoryId) return save();
  return enterCategory(dependencies, next.categoryId, ['input', 'categoryId'], {
    write: save,
    // The version goes on: somebody may have seen the one that is taken back.
    takeBack: async (saved) => {
      await writeNext(dependencies, { before: saved, after: { ...product, version: saved.version }, by });
    },
  });
}
