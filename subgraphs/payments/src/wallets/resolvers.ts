import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { MutationResolvers, Resolvers } from '../generated/resolvers.ts';
import { topUpInput } from './input.ts';
import { readEntriesPage } from './readEntriesPage.ts';
import { readWallet } from './readWallet.ts';
import { topUpWallet } from './topUp.ts';

interface WalletResolvers extends Pick<Resolvers, 'User' | 'Wallet'> {
  readonly Mutation: Pick<MutationResolvers, 'topUpWallet'>;
}

export const walletResolvers: WalletResolvers = {
  Mutation: {
    topUpWallet: (_, args, { dependencies, identity }) =>
      topUpWallet(dependencies, identity, validate(topUpInput, args)),
  },
  User: {
    // The users service decides whether such a user exists.
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    wallet: ({ id }, _, { wallets, identity }) => readWallet(wallets, identity, id),
  },
  Wallet: {
    balance: ({ available, held, currency }) => ({ minor: available + held, currency }),
    held: ({ held, currency }) => ({ minor: held, currency }),
    available: ({ available, currency }) => ({ minor: available, currency }),
    entries: (wallet, args, { entries }) => readEntriesPage(entries, wallet, args),
  },
};
