import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** A transaction whose postings do not sum to zero, or has none. */
export interface UnbalancedTransaction {
  readonly id: string;
  /** Minor units. */
  readonly sum: bigint;
}

export async function unbalancedTransactions(database: Queryable): Promise<UnbalancedTransaction[]> {
  const { rows } = await database.query<UnbalancedTransaction>(`
    select id, coalesce(sum(postings.amount), 0)::bigint as sum
    from transactions left join postings on transaction_id = id
    group by id
    having coalesce(sum(postings.amount), 0) <> 0 or count(postings.amount) < 2
    order by id`);
  return rows;
}
