import { conflict, forbidden } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import { violatedConstraint } from '@holdfast/kit-postgres/postgres';
import { equal } from '@holdfast/kit-values/money';
import type { Dependencies } from '../ledger/dependencies.ts';
import type { TopUp, Wallet } from './domain.ts';
import { putIntoWallet, readTopUp } from './queries/putIntoWallet.ts';
import { readWallets } from './queries/readWallets.ts';

/**
 * Tops up a wallet for a caller. STAFF may top up any wallet; with `demoTopUp`, users may top up their own.
 * @throws FORBIDDEN for any other caller, and what `topUp` throws.
 */
export async function topUpWallet(
  dependencies: Dependencies & { readonly demoTopUp: boolean },
  { scopes, user, service }: Identity,
  wanted: TopUp,
): Promise<Wallet> {
  const own = user?.id === wanted.userId;
  if (!scopes.has('wallet:all') && !(own && dependencies.demoTopUp)) throw forbidden();
  return topUp(dependencies, { ...wanted, actor: user?.id ?? service });
}

/**
 * Puts money into a user's wallet, whose currency is that of its first top-up. Checks no permission.
 * @returns the wallet after the top-up; the wallet as it is now when the top-up is repeated.
 * @throws CONFLICT when the key was used for another amount, or the wallet is in another currency.
 */
export async function topUp(dependencies: Dependencies, wanted: TopUp): Promise<Wallet> {
  const { database } = dependencies;
  const changed = await tryTopUp(dependencies, wanted);
  if (changed) return changed;
  const before = await readTopUp(database, wanted.userId, wanted.idempotencyKey);
  const [wallet] = await readWallets(database, [wanted.userId]);
  if (!wallet) throw new Error(`A top-up of ${wanted.userId} was refused, and there is no wallet.`);
  if (!before) throw conflict(`The wallet is in ${wallet.currency}.`);
  if (!equal(before, wanted.amount)) throw conflict('The key was used for a top-up of another amount.');
  return wallet;
}

async function tryTopUp(
  { database, clock, newId }: Dependencies,
  wanted: TopUp,
): Promise<Wallet | undefined> {
  try {
    return await putIntoWallet(database, wanted, { transactionId: newId(), at: clock() });
  } catch (error) {
    if (violatedConstraint(error) === 'transactions_once') return undefined;
    throw error;
  }
}
