import type { Collections } from './collections.ts';

/** The ids of the categories that were deleted: of those recorded, the ones that are not there. */
export async function findDeletedCategories({
  categories,
  deletedCategories,
}: {
  readonly categories: Pick<Collections['categories'], 'find'>;
  readonly deletedCategories: Pick<Collections['deletedCategories'], 'find'>;
}): Promise<string[]> {
  const recorded = (await deletedCategories.find().toArray()).map(({ _id }) => _id);
  if (recorded.length === 0) return [];
  const there = await categories.find({ _id: { $in: recorded } }, { projection: { _id: 1 } }).toArray();
  const present = new Set(there.map(({ _id }) => _id));
  return recorded.filter((id) => !present.has(id));
}
