import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections } from '../database/collections.ts';

/**
 * Returns the next number for a slug that is taken: 2, then 3, … No two calls get the same number.
 * @param scope the slugs of one scope are unique among each other.
 */
export async function nextSlugNumber(
  slugCounters: Pick<Collections['slugCounters'], 'findOneAndUpdate'>,
  scope: 'product' | 'category',
  slug: string,
): Promise<number> {
  const count = () =>
    slugCounters.findOneAndUpdate(
      { _id: `${scope}:${slug}` },
      { $inc: { taken: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
  // When several upserts race to create the counter, a server may refuse all but one. The counter exists by
  // then.
  const counter = await count().catch((error: unknown) => {
    if (isDuplicateKey(error)) return count();
    throw error;
  });
  if (!counter) throw new Error('An upsert returned nothing.');
  return counter.taken + 1;
}
