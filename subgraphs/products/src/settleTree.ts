import type { Dependencies } from './dependencies.ts';
import { advanceTree } from './store/advanceTree.ts';
import { carryOut } from './store/carryOut.ts';
import { clearPending } from './store/clearPending.ts';
import { readTree } from './store/readTree.ts';

type Tree = Pick<Dependencies, 'categories' | 'categoryTree'>;

/** Carries out what was decided, by whomever, and was left. @returns the tree's version, of which nothing is pending then. */
export async function settleTree({ categories, categoryTree }: Tree): Promise<number> {
  for (;;) {
    const { version, pending } = await readTree(categoryTree);
    if (!pending) return version;
    await carryOut(categories, pending, version);
    await clearPending(categoryTree, version);
  }
}

/** From now on, nothing is decided by what somebody read of the tree before. What was decided is carried out. */
export async function outdateTree(tree: Tree): Promise<void> {
  while (!(await advanceTree(tree.categoryTree, await settleTree(tree), null)));
}
