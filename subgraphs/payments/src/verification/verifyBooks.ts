import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { type Disagreement, disagreeingAccounts } from './queries/disagreeingAccounts.ts';
import {
  type ContradictedEvent,
  contradictedEvents,
  type WrongPayment,
  wrongPayments,
} from './queries/wrongPayments.ts';
import {
  type UnbalancedTransaction,
  unbalancedTransactions,
  type WrongEntry,
  wrongEntries,
} from './queries/wrongTransactions.ts';

export interface Findings {
  /** Accounts whose postings do not sum to their stored total, or to what the payments say. */
  readonly accounts: readonly Disagreement[];
  readonly transactions: readonly UnbalancedTransaction[];
  /** Transactions that are not what their kind and the ones before them make. */
  readonly entries: readonly WrongEntry[];
  /** Payments without their movements, and movements without their payment. */
  readonly payments: readonly WrongPayment[];
  readonly events: readonly ContradictedEvent[];
}

/**
 * Proves the books: adds up every posting, while the shop runs. All lists are empty when all agrees. Changes nothing
 * and blocks nobody; it takes time in proportion to the books, however much that is.
 */
export async function verifyBooks({
  database,
}: {
  readonly database: Pick<Postgres, 'transaction'>;
}): Promise<Findings> {
  return database.transaction(
    async (tx) => {
      // One moment for all questions: what is written between two of them would look like a disagreement.
      await tx.query('set transaction isolation level repeatable read, read only');
      return {
        accounts: await disagreeingAccounts(tx),
        transactions: await unbalancedTransactions(tx),
        entries: await wrongEntries(tx),
        payments: await wrongPayments(tx),
        events: await contradictedEvents(tx),
      };
    },
    { unlimited: true },
  );
}
