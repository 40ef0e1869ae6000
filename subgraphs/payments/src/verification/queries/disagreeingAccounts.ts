import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Account } from '../../ledger/domain.ts';

/** An account whose postings do not sum to the total in another part of the books. Minor units. */
export interface Disagreement {
  readonly account: Account;
  /** Null for the shop's accounts. */
  readonly userId: string | null;
  readonly currency: string;
  /** The sum of its postings. */
  readonly posted: bigint;
  /** The total according to `source`. */
  readonly expected: bigint;
  /**
   * WALLET: the stored total. PAYMENTS: the payments that are AUTHORIZED (for HELD) or CAPTURED (for
   * MERCHANT). ACCOUNTS: the negated sum of all other accounts (for EXTERNAL), because the books sum to zero.
   */
  readonly source: 'WALLET' | 'PAYMENTS' | 'ACCOUNTS';
}

interface Row extends Omit<Disagreement, 'userId'> {
  readonly user_id: string | null;
}

/** Finds every account that does not agree. Reads all of the books, as they were at one moment. */
export async function disagreeingAccounts(database: Queryable): Promise<Disagreement[]> {
  const { rows } = await database.query<Row>(`
    with posted as (
      select case when account in ('AVAILABLE', 'HELD') then user_id end as user_id, account, currency,
        sum(postings.amount) as total
      from postings join transactions on transactions.id = transaction_id
      group by 1, 2, 3
    ),
    expected as (
      select user_id, 'AVAILABLE' as account, currency, available as total, 'WALLET' as source from wallets
      union all
      select user_id, 'HELD', currency, held, 'WALLET' from wallets
      union all
      select user_id, 'HELD', currency,
        coalesce(sum(payments.amount) filter (where status = 'AUTHORIZED' and provider = 'WALLET'), 0), 'PAYMENTS'
      from wallets left join payments using (user_id, currency)
      group by user_id, currency
      union all
      select null, 'MERCHANT', currency, sum(amount), 'PAYMENTS' from payments where status = 'CAPTURED' group by 3
      union all
      select null, 'EXTERNAL', currency, -sum(total), 'ACCOUNTS' from posted where account <> 'EXTERNAL' group by 3
    )
    select coalesce(expected.account, posted.account) as account, coalesce(expected.user_id, posted.user_id) as user_id,
      coalesce(expected.currency, posted.currency) as currency, coalesce(posted.total, 0)::bigint as posted,
      coalesce(expected.total, 0)::bigint as expected,
      coalesce(source, case posted.account when 'MERCHANT' then 'PAYMENTS' when 'EXTERNAL' then 'ACCOUNTS' else 'WALLET' end)
        as source
    from expected full join posted
      on (expected.account, expected.currency) = (posted.account, posted.currency)
      and coalesce(expected.user_id::text, '') = coalesce(posted.user_id::text, '')
    where coalesce(expected.total, 0) <> coalesce(posted.total, 0)
    order by 1, 2, 3, 6`);
  return rows.map(({ user_id, ...row }) => ({ ...row, userId: user_id }));
}
