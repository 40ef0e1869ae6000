import type { Collections } from '../database/collections.ts';
import { nextSlugNumber } from './queries.ts';

/**
 * Inserts under the wanted slug or, as long as that is taken, under the slug with the next number.
 * @param insert tries one slug.
 * @returns the last result of `insert`, which is never `slug taken`, and the slug it was called with.
 */
export async function withFreeSlug<Outcome extends string>(
  { slugCounters }: Pick<Collections, 'slugCounters'>,
  scope: 'product' | 'category',
  wanted: string,
  insert: (slug: string) => Promise<Outcome | 'slug taken'>,
): Promise<{ slug: string; outcome: Outcome }> {
  // Terminates because each number is issued once and only finitely many numbered slugs exist already.
  for (let slug = wanted; ; ) {
    const outcome = await insert(slug);
    if (outcome !== 'slug taken') return { slug, outcome: outcome as Outcome };
    slug = `${wanted}-${await nextSlugNumber(slugCounters, scope, wanted)}`;
  }
}
