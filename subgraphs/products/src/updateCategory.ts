import { badUserInput, conflict, notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import { categoryEvent } from './categoryEvents.ts';
import type { Dependencies } from './dependencies.ts';
import type { Category } from './domain/category.ts';
import { categoryUpdateSchema } from './input.ts';
import { settleTree } from './settleTree.ts';
import { advanceTree } from './store/advanceTree.ts';
import { carryOut } from './store/carryOut.ts';
import { clearPending } from './store/clearPending.ts';
import { findCategories } from './store/findCategories.ts';
import { findCategoryBySlug } from './store/findCategoryBySlug.ts';
import { isCategoryOpen } from './store/isCategoryOpen.ts';

type Tree = Pick<Dependencies, 'categories' | 'categoryTree' | 'clock' | 'newId'>;

/**
 * Renames and moves a category, both or nothing. Slug and parent stay when they are not given.
 *
 * A change is decided by looking at many categories, and one write guards one document only. So all changes are decided by
 * the one document of the tree: it takes a change, with the next version, only while its version is the one that the
 * decision looked at. Then the change is carried out, by this process or whoever comes next.
 * @param by the user who does; null for this service.
 * @throws BAD_USER_INPUT with every problem, or for an unknown parent; NOT_FOUND; CONFLICT when it would stand below
 *   itself, or the slug is taken.
 */
export async function updateCategory(
  dependencies: Tree,
  arguments_: { readonly id: string; readonly input: object },
  by: string | null = null,
): Promise<Category> {
  const { id, input } = validate(categoryUpdateSchema, arguments_);
  for (;;) {
    const version = await settleTree(dependencies);
    const [category] = await findCategories(dependencies.categories, [id]);
    if (!category) throw notFound('Category');
    const { parentId = category.parentId, name } = input;
    const changed = { id, name, slug: input.slug ?? category.slug, parentId };
    await refuse(dependencies, category, changed);
    const told = { change: 'CATEGORY_UPDATED', before: category, after: changed } as const;
    const decided = { ...changed, event: categoryEvent(id, told, by, dependencies) };
    if (!(await advanceTree(dependencies.categoryTree, version, decided))) continue;
    const outcome = await carryOut(dependencies.categories, decided, version + 1);
    await clearPending(dependencies.categoryTree, version + 1);
    if (outcome === 'slug taken') throw slugTaken(changed.slug);
    return changed;
  }
}

async function refuse(
  { categories }: Pick<Tree, 'categories'>,
  before: Category,
  after: Category,
): Promise<void> {
  if (after.slug !== before.slug && (await findCategoryBySlug(categories, after.slug))) {
    throw slugTaken(after.slug);
  }
  if (after.parentId === before.parentId || after.parentId === null) return;
  if (!(await isCategoryOpen(categories, after.parentId))) {
    throw badUserInput([{ path: ['input', 'parentId'], message: 'There is no such category.' }]);
  }
  for (let above: string | null = after.parentId; above !== null; ) {
    if (above === after.id) throw conflict('A category cannot stand below itself.');
    const [category]: Category[] = await findCategories(categories, [above]);
    above = category?.parentId ?? null;
  }
}

const slugTaken = (slug: string) => conflict(`The slug ${slug} is taken.`);
