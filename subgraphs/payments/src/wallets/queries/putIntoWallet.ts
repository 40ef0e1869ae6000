import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { MOVEMENTS } from '../../ledger/domain.ts';
import { recordMovement, toMoney } from '../../ledger/queries.ts';
import type { TopUp, Wallet } from '../domain.ts';
import { toWallet, WALLET_COLUMNS, type WalletRow } from './readWallets.ts';

/**
 * Two concurrent top-ups with one key may both see no entry yet. The second then waits for the wallet's row
 * and fails on `transactions_once`. Because it is one statement, its change of the wallet is rolled back too.
 */
const PUT = `
  with wallet as (
    insert into wallets (user_id, currency, available, held, sequence, created_at)
    select $3, $5, $4, 0, 1, $2
    where not exists (select from transactions where user_id = $3 and kind = 'TOP_UP' and reference = $6)
    on conflict (user_id) do update
      set available = wallets.available + excluded.available, sequence = wallets.sequence + 1
      where wallets.currency = excluded.currency
    returning ${WALLET_COLUMNS}
  ),
  moved as (
    select *, $4::bigint as amount, $6::text as reference from wallet
  ),
  ${recordMovement(MOVEMENTS.TOP_UP, '$7::text')}
  select * from wallet`;

/**
 * Puts money into a wallet, and creates the wallet when there is none.
 * @returns undefined when the key was used before, or the wallet is in another currency; nothing has changed.
 * @throws a violation of `transactions_once` when the key is used concurrently; nothing has changed then.
 */
export async function putIntoWallet(
  database: Queryable,
  { userId, amount, idempotencyKey, actor = 'payments' }: TopUp,
  { transactionId, at }: { transactionId: string; at: Date },
): Promise<Wallet | undefined> {
  const values = [transactionId, at, userId, amount.minor, amount.currency, idempotencyKey, actor];
  const { rows } = await database.query<WalletRow>(PUT, values);
  return rows[0] && toWallet(rows[0]);
}

/** Returns the amount that was put in under this key. */
export async function readTopUp(
  database: Queryable,
  userId: string,
  idempotencyKey: string,
): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `select amount, currency from transactions where user_id = $1 and kind = 'TOP_UP' and reference = $2`,
    [userId, idempotencyKey],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}
