import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { MovementKind, ProviderMovementKind } from '../../ledger/domain.ts';

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

/** A transaction that does not do what its kind does, or does not say what its wallet had after it. Minor units. */
export interface WrongEntry {
  readonly id: string;
  /** Null for one of an external provider's payment: it has no number and no totals. */
  readonly userId: string | null;
  readonly kind: MovementKind | ProviderMovementKind;
  /** What it says the wallet had after it, and what it is the number of. */
  readonly says: { readonly sequence: bigint; readonly available: bigint; readonly held: bigint };
  /** What the amounts and kinds of the wallet's transactions up to it make. */
  readonly makes: { readonly sequence: bigint; readonly available: bigint; readonly held: bigint };
  /** Whether its postings are those of its kind and amount. */
  readonly postingsOfKind: boolean;
}

interface Row {
  readonly id: string;
  readonly user_id: string | null;
  readonly kind: MovementKind | ProviderMovementKind;
  readonly sequence: bigint;
  readonly available_after: bigint;
  readonly held_after: bigint;
  readonly number: bigint;
  readonly available: bigint;
  readonly held: bigint;
  readonly of_kind: boolean;
}

/**
 * Every such transaction. The four accounts are written out as in `check_transaction`, so that this says the same as the
 * trigger does without being it. One that is wrong makes the ones after it wrong only if it was their base.
 */
export async function wrongEntries(database: Queryable): Promise<WrongEntry[]> {
  const { rows } = await database.query<Row>(`
    with effect (kind, available, held, merchant, external) as (
      values ('TOP_UP', 1, 0, 0, -1), ('HOLD', -1, 1, 0, 0), ('CAPTURE', 0, -1, 1, 0), ('VOID', 1, -1, 0, 0),
        ('REFUND', 1, 0, -1, 0), ('CHARGE', 0, 0, 1, -1), ('REPAY', 0, 0, -1, 1)
    ),
    posted as (
      select transaction_id,
        coalesce(sum(amount) filter (where account = 'AVAILABLE'), 0) as available,
        coalesce(sum(amount) filter (where account = 'HELD'), 0) as held,
        coalesce(sum(amount) filter (where account = 'MERCHANT'), 0) as merchant,
        coalesce(sum(amount) filter (where account = 'EXTERNAL'), 0) as external
      from postings group by transaction_id
    ),
    checked as (
      select transactions.id, user_id, kind, coalesce(sequence, 0) as sequence,
        coalesce(available_after, 0) as available_after, coalesce(held_after, 0) as held_after,
        row_number() over wallet as number,
        (sum(amount * effect.available) over wallet)::bigint as available,
        (sum(amount * effect.held) over wallet)::bigint as held,
        coalesce((posted.available, posted.held, posted.merchant, posted.external) =
          (amount * effect.available, amount * effect.held, amount * effect.merchant, amount * effect.external), false)
          as of_kind
      from transactions join effect using (kind) left join posted on transaction_id = transactions.id
      window wallet as (partition by user_id order by sequence)
    )
    select * from checked
    where not of_kind or (user_id is not null and (sequence, available_after, held_after) <> (number, available, held))
    order by user_id, sequence, id`);
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    kind: row.kind,
    says: { sequence: row.sequence, available: row.available_after, held: row.held_after },
    makes: { sequence: row.number, available: row.available, held: row.held },
    postingsOfKind: row.of_kind,
  }));
}
