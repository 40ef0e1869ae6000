import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Collections, TreeDocument } from './collections.ts';

/** What decides over changes of the tree; made when it is read for the first time. */
export async function readTree(
  categoryTree: Pick<Collections['categoryTree'], 'findOne' | 'insertOne'>,
): Promise<Pick<TreeDocument, 'version' | 'pending'>> {
  const tree = await categoryTree.findOne({ _id: 'tree' });
  if (tree) return tree;
  try {
    await categoryTree.insertOne({ _id: 'tree', version: 0, pending: null });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return readTree(categoryTree);
}
