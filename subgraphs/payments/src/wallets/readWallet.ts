import { forbidden } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import type { Wallet } from './domain.ts';

/** A batching reader of wallets: the request's DataLoader. */
export interface WalletReader {
  load(userId: string): Promise<Wallet | null>;
}

/**
 * A user's wallet, for the user and STAFF.
 * @returns null when nothing was ever put in.
 * @throws FORBIDDEN for anyone else.
 */
export async function readWallet(
  wallets: WalletReader,
  { scopes, user }: Identity,
  userId: string,
): Promise<Wallet | null> {
  if (user?.id !== userId && !scopes.has('wallet:all')) throw forbidden();
  return wallets.load(userId);
}
