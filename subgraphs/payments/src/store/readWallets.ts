import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Wallet } from '../domain/wallet.ts';
import { toWallet, WALLET_COLUMNS, type WalletRow } from './walletRow.ts';

/** The wallets of these users, in any order; users without one are left out. */
export async function readWallets(database: Queryable, userIds: readonly string[]): Promise<Wallet[]> {
  const { rows } = await database.query<WalletRow>(
    `select ${WALLET_COLUMNS} from wallets where user_id = any ($1::uuid[])`,
    [userIds],
  );
  return rows.map(toWallet);
}
