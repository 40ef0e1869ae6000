import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { toMoney } from '../../ledger/queries.ts';
import type { Wallet } from '../domain.ts';

/** The columns of `wallets` that queries select for `toWallet`. */
export const WALLET_COLUMNS = 'user_id, currency, available, held, sequence';

export interface WalletRow {
  readonly user_id: string;
  readonly currency: string;
  readonly available: bigint;
  readonly held: bigint;
  readonly sequence: bigint;
}

export function toWallet({ user_id, currency, available, held, sequence }: WalletRow): Wallet {
  return { userId: user_id, currency: toMoney(0n, currency).currency, available, held, sequence };
}

/** Returns the wallets of these users, in any order. Users without one are left out. */
export async function readWallets(database: Queryable, userIds: readonly string[]): Promise<Wallet[]> {
  const { rows } = await database.query<WalletRow>(
    `select ${WALLET_COLUMNS} from wallets where user_id = any ($1::uuid[])`,
    [userIds],
  );
  return rows.map(toWallet);
}
