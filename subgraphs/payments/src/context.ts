import { batch } from '@holdfast/kit-base/batch';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import DataLoader from 'dataloader';
import type { Dependencies } from './ledger/dependencies.ts';
import type { Payment } from './payments/domain/payment.ts';
import type { PaymentProvider } from './payments/paymentProvider.ts';
import { readPayments } from './payments/queries/readPayments.ts';
import type { Wallet, WalletEntry } from './wallets/domain.ts';
import { type EntriesRequest, readEntries } from './wallets/queries/readEntries.ts';
import { readWallets } from './wallets/queries/readWallets.ts';

export interface Context extends AuthorizationContext {
  readonly identity: Identity;
  readonly dependencies: Dependencies & { readonly demoTopUp: boolean };
  readonly provider: PaymentProvider;
  readonly payments: DataLoader<string, Payment | null>;
  readonly wallets: DataLoader<string, Wallet | null>;
  readonly entries: DataLoader<EntriesRequest, readonly WalletEntry[]>;
}

/** Creates the context that the resolvers of one request share. Each loader sends one query per batch. */
export function createContext(
  dependencies: Context['dependencies'],
  provider: PaymentProvider,
  identity: Identity,
): Context {
  const { database } = dependencies;
  return {
    identity,
    dependencies,
    provider,
    payments: new DataLoader(
      batch('payments', async (ids: readonly string[]) => {
        const found = new Map((await readPayments(database, ids)).map((payment) => [payment.id, payment]));
        return ids.map((id) => found.get(id) ?? null);
      }),
    ),
    wallets: new DataLoader(
      batch('wallets', async (userIds: readonly string[]) => {
        const found = new Map(
          (await readWallets(database, userIds)).map((wallet) => [wallet.userId, wallet]),
        );
        return userIds.map((userId) => found.get(userId) ?? null);
      }),
    ),
    entries: new DataLoader(
      batch('entries', (requests: readonly EntriesRequest[]) => readEntries(database, requests)),
      { cache: false },
    ),
  };
}
