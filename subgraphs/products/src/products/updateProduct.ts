import { validate } from '@holdfast/kit-values/validation';
import { enterCategory } from '../categories/enterCategory.ts';
import type { Collections } from '../database/collections.ts';
import type { Product } from '../domain/product.ts';
import type { Editor } from './domain/ownership.ts';
import { productToEdit, type SeenProduct, saveNext } from './editProduct.ts';
import { productUpdateSchema } from './input.ts';
import { type Writing, writeNext } from './writeNext.ts';

/**
 * Changes the given fields of a product. The others, and the slug, stay. Null clears a field that may be
 * empty.
 * @param arguments_ the API's arguments: `id`, `expectedVersion`, `input`.
 * @throws BAD_USER_INPUT with every problem; NOT_FOUND when another seller owns it; CONFLICT, with
 *   `currentVersion`, when the version is not current; CONFLICT when the category is being deleted.
 */
export async function updateProduct(
  dependencies: Writing & Pick<Collections, 'categories'>,
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
    // The version still grows, because a client may have seen the one that is taken back.
    takeBack: async (saved) => {
      await writeNext(dependencies, { before: saved, after: { ...product, version: saved.version }, by });
    },
  });
}
