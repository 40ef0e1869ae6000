import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { isCurrency, type Money } from '@holdfast/kit-values/money';
import type { Movement, WalletMovement } from './domain.ts';

/** @throws Error when the books hold a currency that this program does not know. */
export function toMoney(minor: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw new Error(`Unknown currency ${currency} in the books.`);
  return { minor, currency };
}

/**
 * Returns the common table expressions that record a movement in the statement that also changes the wallet,
 * so that neither is ever written alone. They read `moved`, which the statement defines before them: one row
 * with user_id, currency, available, held and sequence as they are after the movement, amount and reference;
 * no row when nothing moved. Parameters: $1 is the transaction's id, $2 its time.
 * @param actor the SQL expression of the party that moves the money.
 */
export function recordMovement({ kind, from, to }: Movement, actor: string): string {
  return `
    entry as (
      insert into transactions
        (id, user_id, sequence, kind, amount, currency, reference, available_after, held_after, at, actor)
      select $1, user_id, sequence, '${kind}', amount, currency, reference, available, held, $2, ${actor} from moved
    ),
    legs as (
      insert into postings (transaction_id, account, amount)
      select $1, account, sign * amount from moved, (values ('${from}', -1), ('${to}', 1)) as leg (account, sign)
    )`;
}

/**
 * Changes wallets to their totals after the last of their movements. A wallet changes only from the number
 * before the first of them.
 * @param movements those of one wallet in their order.
 * @throws Error when a wallet is at another number.
 */
export async function changeWallets(tx: Queryable, movements: readonly WalletMovement[]): Promise<void> {
  if (movements.length === 0) return;
  const seen = new Map<string, bigint>();
  for (const { after } of movements) {
    if (!seen.has(after.userId)) seen.set(after.userId, after.sequence - 1n);
  }
  const last = [...new Map(movements.map(({ after }) => [after.userId, after])).values()];
  const { rowCount } = await tx.query(
    `update wallets set available = change.available, held = change.held, sequence = change.sequence
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
       as change (user_id, seen, sequence, available, held)
     where wallets.user_id = any ($1::uuid[]) and wallets.user_id = change.user_id and wallets.sequence = change.seen`,
    [
      last.map(({ userId }) => userId),
      last.map(({ userId }) => seen.get(userId)),
      last.map(({ sequence }) => sequence),
      last.map(({ available }) => available),
      last.map(({ held }) => held),
    ],
  );
  if (rowCount !== last.length) throw new Error('A wallet changed while it was locked.');
}

/** Records movements. The wallets have changed, and the payments too, or change in the same transaction. */
export async function insertMovements(
  tx: Queryable,
  movements: readonly WalletMovement[],
  at: Date,
): Promise<void> {
  if (movements.length === 0) return;
  await tx.query(
    `insert into transactions
       (id, user_id, sequence, kind, amount, currency, reference, available_after, held_after, at, actor)
     select *, $10, 'payments'
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])`,
    [
      movements.map(({ transactionId }) => transactionId),
      movements.map(({ after }) => after.userId),
      movements.map(({ after }) => after.sequence),
      movements.map(({ movement }) => movement.kind),
      movements.map(({ amount }) => amount),
      movements.map(({ after }) => after.currency),
      movements.map(({ reference }) => reference),
      movements.map(({ after }) => after.available),
      movements.map(({ after }) => after.held),
      at,
    ],
  );
  const postings = movements.flatMap(({ transactionId, movement: { from, to }, amount }) => [
    { transactionId, account: from, amount: -amount },
    { transactionId, account: to, amount },
  ]);
  await tx.query(
    `insert into postings (transaction_id, account, amount)
     select * from unnest($1::uuid[], $2::text[], $3::bigint[])`,
    [
      postings.map(({ transactionId }) => transactionId),
      postings.map(({ account }) => account),
      postings.map(({ amount }) => amount),
    ],
  );
}
