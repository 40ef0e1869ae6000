import type { Collections } from './collections.ts';

/** Lets things be put into a category again, unless another deletion has closed it since. */
export async function reopenCategory(
  categories: Pick<Collections['categories'], 'updateOne'>,
  id: string,
  closedBy: string,
): Promise<void> {
  await categories.updateOne({ _id: id, closedBy }, { $unset: { closedBy: '' } });
}
