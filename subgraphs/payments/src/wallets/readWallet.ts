import { forbidden } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import type { Wallet } from './domain.ts';

/** Reads wallets in batches: the request's DataLoader. */
export interface WalletReader {
  load(userId: string): Promise<Wallet | null>;
}

/**
 * Returns a user's wallet to that user and to STAFF; null before the first top-up.
 * @throws FORBIDDEN for any other caller.
 */
export async function readWallet(
  wallets: WalletReader,
  { scopes, user }: Identity,
  userId: string,
): Promise<Wallet | null> {
  if (user?.id !== userId && !scopes.has('wallet:all')) throw forbidden();
  return wallets.load(userId);
}
