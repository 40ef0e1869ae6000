import { forbidden } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import type { Dependencies } from './dependencies.ts';
import type { TopUp, Wallet } from './domain/wallet.ts';
import { topUp } from './topUp.ts';

/**
 * A top-up that a client asks for: STAFF for anyone and, when `demoTopUp`, everybody for themselves.
 * @throws FORBIDDEN for anyone else, and what `topUp` throws.
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
