import type { Collections } from './collections.ts';

/** Whether a category has a product, on sale or not, or a category right below. */
export async function isCategoryInUse(
  products: Pick<Collections['products'], 'findOne'>,
  categories: Pick<Collections['categories'], 'findOne'>,
  id: string,
): Promise<boolean> {
  const only = { projection: { _id: 1 } } as const;
  return (
    (await products.findOne({ categoryId: id }, only)) !== null ||
    (await categories.findOne({ parentId: id }, only)) !== null
  );
}
