import { badUserInput, conflict, notFound } from '@holdfast/kit-base/errors';
import type { EventStamp } from '@holdfast/kit-events/event';
import { validate } from '@holdfast/kit-values/validation';
import type { Collections } from '../database/collections.ts';
import type { Category } from '../domain/category.ts';
import { categoryEvent } from './categoryEvents.ts';
import { categoryUpdateSchema } from './input.ts';
import { findCategories, findCategoryBySlug, isCategoryOpen } from './queries/findCategories.ts';
import { advanceTree, carryOut, clearPending } from './queries/tree.ts';
import { settleTree } from './tree.ts';

/**
 * Renames and moves a category, both or neither. Slug and parent stay when they are not given.
 *
 * The decision depends on many categories, but a write guards only one document. So the single document of
 * the tree decides all changes: it accepts a change, together with its next version, only while its version
 * is the one that the decision was based on. This process or the next one then carries the change out.
 * @param by the user who makes the change; null for this service.
 * @throws BAD_USER_INPUT with every problem, or for an unknown parent; NOT_FOUND; CONFLICT when the category
 *   would be below itself, or the slug is taken.
 */
export async function updateCategory(
  dependencies: Pick<Collections, 'categories' | 'categoryTree'> & EventStamp,
  arguments_: { readonly id: string; readonly input: object },
  by: string | null = null,
): Promise<Category> {
  const { id, input } = validate(categoryUpdateSchema, arguments_);
  const { categories, categoryTree } = dependencies;
  for (;;) {
    const version = await settleTree(dependencies);
    const [category] = await findCategories(categories, [id]);
    if (!category) throw notFound('Category');
    const { parentId = category.parentId, name } = input;
    const changed = { id, name, slug: input.slug ?? category.slug, parentId };
    await checkChange(dependencies, category, changed);
    const change = { change: 'CATEGORY_UPDATED', before: category, after: changed } as const;
    const decided = { ...changed, event: categoryEvent(id, change, by, dependencies) };
    if (!(await advanceTree(categoryTree, version, decided))) continue;
    const outcome = await carryOut(categories, decided, version + 1);
    await clearPending(categoryTree, version + 1);
    if (outcome === 'slug taken') throw slugTaken(changed.slug);
    return changed;
  }
}

async function checkChange(
  { categories }: Pick<Collections, 'categories'>,
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
    if (above === after.id) throw conflict('A category cannot be below itself.');
    const [category]: Category[] = await findCategories(categories, [above]);
    above = category?.parentId ?? null;
  }
}

const slugTaken = (slug: string) => conflict(`The slug ${slug} is taken.`);
