import type { Collections } from '../database/collections.ts';
import { advanceTree, carryOut, clearPending, readTree } from './queries/tree.ts';

type Tree = Pick<Collections, 'categories' | 'categoryTree'>;

/**
 * Carries out the change that any process decided and left pending.
 * @returns the tree's version, at which nothing is pending.
 */
export async function settleTree({ categories, categoryTree }: Tree): Promise<number> {
  for (;;) {
    const { version, pending } = await readTree(categoryTree);
    if (!pending) return version;
    await carryOut(categories, pending, version);
    await clearPending(categoryTree, version);
  }
}

/** Invalidates every decision based on an earlier read of the tree. A pending change is carried out first. */
export async function outdateTree(tree: Tree): Promise<void> {
  while (!(await advanceTree(tree.categoryTree, await settleTree(tree), null)));
}
