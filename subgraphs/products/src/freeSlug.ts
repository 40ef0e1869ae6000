import type { Dependencies } from './dependencies.ts';
import { nextSlugNumber } from './store/nextSlugNumber.ts';

/**
 * Inserts under the slug wanted, or, as long as that is taken, under it with the next number.
 * @param insert tries one slug.
 * @returns what `insert` said last, and under which slug: never `slug taken`.
 */
export async function withFreeSlug<Outcome extends string>(
  { slugCounters }: Pick<Dependencies, 'slugCounters'>,
  scope: 'product' | 'category',
  wanted: string,
  insert: (slug: string) => Promise<Outcome | 'slug taken'>,
): Promise<{ slug: string; outcome: Outcome }> {
  // Ends: each number is given out once, and only finitely many numbered slugs are there already.
  for (let slug = wanted; ; ) {
    const outcome = await insert(slug);
    if (outcome !== 'slug taken') return { slug, outcome: outcome as Outcome };
    slug = `${wanted}-${await nextSlugNumber(slugCounters, scope, wanted)}`;
  }
}
