import { conflict } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import { categoryEvent } from './categoryEvents.ts';
import type { Dependencies } from './dependencies.ts';
import type { Category } from './domain/category.ts';
import { slugOf } from './domain/slug.ts';
import { enterCategory } from './enterCategory.ts';
import { withFreeSlug } from './freeSlug.ts';
import { newCategorySchema } from './input.ts';
import { deleteNewCategory } from './store/deleteNewCategory.ts';
import { insertCategory } from './store/insertCategory.ts';

/** A category to add; an id, and a slug from the name, are made where none are given. */
export type NewCategory = z.input<typeof newCategorySchema>;

/**
 * Adds a category below one that exists, or at the top. Who may, the caller has settled.
 * @param at what the path of each problem starts with.
 * @param by the user who adds it; null for this service.
 * @throws BAD_USER_INPUT with every problem, or for an unknown parent; CONFLICT when the slug or the id is taken.
 */
export async function createCategory(
  dependencies: Dependencies,
  input: NewCategory,
  at: readonly string[] = [],
  by: string | null = null,
): Promise<Category> {
  const { categories, clock, newId } = dependencies;
  const { id = newId(), slug: chosen, name, parentId } = validate(newCategorySchema, input, at);
  const insert = (slug: string) => {
    const createdAt = clock();
    const told = { change: 'CATEGORY_CREATED', before: null, after: { id, slug, name, parentId } } as const;
    const outbox = [categoryEvent(id, told, by, { clock: () => createdAt, newId })];
    return insertCategory(categories, { _id: id, slug, name, parentId, createdAt, treeVersion: 0, outbox });
  };
  const { slug, outcome } = await enterCategory(dependencies, parentId, [...at, 'parentId'], {
    write: async () =>
      chosen
        ? { slug: chosen, outcome: await insert(chosen) }
        : withFreeSlug(dependencies, 'category', slugOf(name, 'category'), insert),
    takeBack: async (written) => {
      if (written.outcome === 'inserted') await deleteNewCategory(categories, id);
    },
  });
  if (outcome === 'slug taken') throw conflict(`The slug ${slug} is taken.`);
  if (outcome === 'id taken') throw conflict('This id has a category already.');
  return { id, slug, name, parentId };
}
