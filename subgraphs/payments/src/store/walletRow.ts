import type { Wallet } from '../domain/wallet.ts';
import { toMoney } from './toMoney.ts';

/** The columns of `wallets` as every query here selects them. */
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
