import { conflict } from '@holdfast/kit-base/errors';
import type { EventStamp } from '@holdfast/kit-events/event';
import { validate } from '@holdfast/kit-values/validation';
import type { z } from 'zod';
import type { Collections } from '../database/collections.ts';
import type { Category } from '../domain/category.ts';
import { slugOf } from '../slugs/domain.ts';
import { withFreeSlug } from '../slugs/withFreeSlug.ts';
import { categoryEvent } from './categoryEvents.ts';
import { enterCategory } from './enterCategory.ts';
import { newCategorySchema } from './input.ts';
import { deleteNewCategory, insertCategory } from './queries/insertCategory.ts';

/** A category to add. A missing id is generated, and a missing slug is made from the name. */
export type NewCategory = z.input<typeof newCategorySchema>;

/**
 * Adds a category below an existing one, or at the top. The caller has checked who may.
 * @param at the prefix of each problem's path.
 * @param by the user who adds it; null for this service.
 * @throws BAD_USER_INPUT with every problem, or for an unknown parent; CONFLICT when the slug or the id is
 *   taken.
 */
export async function createCategory(
  dependencies: Pick<Collections, 'categories' | 'slugCounters'> & EventStamp,
  input: NewCategory,
  at: readonly string[] = [],
  by: string | null = null,
): Promise<Category> {
  const { categories, clock, newId } = dependencies;
  const { id = newId(), slug: chosen, name, parentId } = validate(newCategorySchema, input, at);
  const insert = (slug: string) => {
    const createdAt = clock();
    const change = { change: 'CATEGORY_CREATED', before: null, after: { id, slug, name, parentId } } as const;
    const outbox = [categoryEvent(id, change, by, { clock: () => createdAt, newId })];
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
  if (outcome === 'id taken') throw conflict('A category with this id already exists.');
  return { id, slug, name, parentId };
}
