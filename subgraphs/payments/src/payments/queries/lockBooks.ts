import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { WalletState } from '../../ledger/domain.ts';
import type { FoundRecord } from '../domain/decideInTurn.ts';
import { type AnyPaymentRow, PAYMENT_COLUMNS, toOrderRecord } from './paymentRow.ts';

interface WalletRow extends Omit<WalletState, 'userId'> {
  readonly user_id: string;
}

/**
 * Locks the wallets of these users, and those that hold the money of these orders. Every transaction locks
 * wallets, then payments, each in the order of their ids, and then writes new payments in the order of their
 * orders, so that no two wait for each other. A payment's user never changes, so looking it up before the lock
 * is safe.
 */
export async function lockWallets(
  tx: Queryable,
  { userIds, orderIds }: { userIds: readonly string[]; orderIds: readonly string[] },
): Promise<Map<string, WalletState>> {
  const { rows } = await tx.query<WalletRow>(
    `select user_id, currency, available, held, sequence from wallets
     where user_id = any ($1::uuid[] || array(
       select user_id from payments where order_id = any ($2::uuid[]) and provider = 'WALLET' and user_id is not null))
     order by user_id for no key update`,
    [userIds, orderIds],
  );
  return new Map(rows.map(({ user_id, ...wallet }) => [user_id, { userId: user_id, ...wallet }]));
}

/**
 * Locks the records of these orders. Call it after `lockWallets`, as a statement of its own: only so does it
 * see what was committed while that one waited (READ COMMITTED).
 */
export async function lockRecords(
  tx: Queryable,
  orderIds: readonly string[],
): Promise<Map<string, FoundRecord>> {
  const { rows } = await tx.query<AnyPaymentRow & { order_id: string; provider: FoundRecord['provider'] }>(
    `select ${PAYMENT_COLUMNS}, provider from payments where order_id = any ($1::uuid[])
     order by order_id for no key update`,
    [orderIds],
  );
  return new Map(rows.map((row) => [row.order_id, { record: toOrderRecord(row), provider: row.provider }]));
}
