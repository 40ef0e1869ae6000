import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { MovementKind, ProviderMovementKind } from '../../ledger/domain.ts';

/** A transaction whose postings do not sum to zero, or that has fewer than two. */
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

/** A transaction that does not move what its kind moves, or records wrong totals. Amounts are minor units. */
export interface WrongEntry {
  readonly id: string;
  /** Null for a transaction of an external provider's payment, which has no number and no totals. */
  readonly userId: string | null;
  readonly kind: MovementKind | ProviderMovementKind;
  /** Its number, and the wallet's totals after it, as recorded. */
  readonly recorded: { readonly sequence: bigint; readonly available: bigint; readonly held: bigint };
  /** The same, computed from the amounts and kinds of the wallet's transactions up to it. */
  readonly computed: { readonly sequence: bigint; readonly available: bigint; readonly held: bigint };
  /** True when its postings are those of its kind and amount. */
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
 * Finds every such transaction. The effects on the four accounts are spelled out as in `check_transaction`,
 * so that this query checks the same rule as the trigger, independently of it. A wrong transaction makes
 * later ones wrong only when they were computed from it.
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
    recorded: { sequence: row.sequence, available: row.available_after, held: row.held_after },
    computed: { sequence: row.number, available: row.available, held: row.held },
    postingsOfKind: row.of_kind,
  }));
}
