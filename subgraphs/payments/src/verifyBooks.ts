import type { Dependencies } from './dependencies.ts';
import { type Disagreement, disagreeingAccounts } from './store/disagreeingAccounts.ts';
import { type UnbalancedTransaction, unbalancedTransactions } from './store/unbalancedTransactions.ts';

export interface Findings {
  /** Accounts whose postings do not sum to their stored total, or to what the payments say. */
  readonly accounts: readonly Disagreement[];
  readonly transactions: readonly UnbalancedTransaction[];
}

/**
 * Proves the books: adds up every posting. Both lists are empty when all agrees. Changes nothing and blocks nobody; it takes
 * time in proportion to the books.
 */
export async function verifyBooks({ database }: Pick<Dependencies, 'database'>): Promise<Findings> {
  const [accounts, transactions] = await Promise.all([
    disagreeingAccounts(database),
    unbalancedTransactions(database),
  ]);
  return { accounts, transactions };
}
