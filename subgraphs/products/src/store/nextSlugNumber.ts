import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections } from './collections.ts';

/**
 * The next number for a slug that is taken: 2, then 3, … No two calls get the same.
 * @param scope slugs of one scope are unique among each other.
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
  // Of upserts that race to make the counter, a server may refuse all but one; then it is there.
  const counter = await count().catch((error: unknown) => {
    if (isDuplicateKey(error)) return count();
    throw error;
  });
  if (!counter) throw new Error('An upsert returned nothing.');
  return counter.taken + 1;
}
