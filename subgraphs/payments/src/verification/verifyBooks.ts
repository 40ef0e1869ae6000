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
  /** Accounts whose postings do not sum to their stored total, or to the total of the payments. */
  readonly accounts: readonly Disagreement[];
  readonly transactions: readonly UnbalancedTransaction[];
  /** Transactions that do not follow from their kind and the transactions before them. */
  readonly entries: readonly WrongEntry[];
  /** Payments without their movements, and movements without their payment. */
  readonly payments: readonly WrongPayment[];
  readonly events: readonly ContradictedEvent[];
}

/**
 * Proves the books by adding up every posting, while the shop runs. All lists are empty when the books agree.
 * It changes nothing and blocks no other transaction. Its time grows with the books and is not limited.
 */
export async function verifyBooks({
  database,
}: {
  readonly database: Pick<Postgres, 'transaction'>;
}): Promise<Findings> {
  return database.transaction(
    async (tx) => {
      // All queries read one snapshot: a write between two of them would look like a disagreement.
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
