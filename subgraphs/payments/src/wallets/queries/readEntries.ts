import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { MovementKind } from '../../ledger/domain.ts';
import { toMoney } from '../../ledger/queries.ts';
import type { WalletEntry } from '../domain.ts';

export interface EntriesRequest {
  readonly userId: string;
  /** Only entries with a lower sequence number. */
  readonly below: bigint;
  /** At most this many. */
  readonly limit: number;
}

interface Row {
  readonly page: number;
  readonly id: string;
  readonly sequence: bigint;
  readonly kind: MovementKind;
  readonly amount: bigint;
  readonly currency: string;
  readonly balance_after: bigint;
  readonly reference: string;
  readonly actor: string | null;
  readonly at: Date;
}

/** Reads pages of entries, newest first, with one query. The result is in the order of the requests. */
export async function readEntries(
  database: Queryable,
  requests: readonly EntriesRequest[],
): Promise<WalletEntry[][]> {
  const { rows } = await database.query<Row>(
    `select page.ordinality::int as page, entry.*
     from unnest($1::uuid[], $2::bigint[], $3::int[]) with ordinality as page (user_id, below, size)
     cross join lateral (
       select id, sequence, kind, amount, currency, available_after + held_after as balance_after, reference, actor, at
       from transactions
       where user_id = page.user_id and sequence < page.below
       order by sequence desc
       limit page.size
     ) as entry
     order by page.ordinality, entry.sequence desc`,
    [
      requests.map(({ userId }) => userId),
      requests.map(({ below }) => below),
      requests.map(({ limit }) => limit),
    ],
  );
  const pages = Map.groupBy(rows, ({ page }) => page);
  return requests.map((_, index) => (pages.get(index + 1) ?? []).map(toEntry));
}

function toEntry({
  id,
  sequence,
  kind,
  amount,
  currency,
  balance_after,
  reference,
  actor,
  at,
}: Row): WalletEntry {
  const balanceAfter = toMoney(balance_after, currency);
  return { id, sequence, kind, amount: toMoney(amount, currency), balanceAfter, reference, actor, at };
}
