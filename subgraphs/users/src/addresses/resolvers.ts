import { callerId, visibleAccount } from '../accounts/domain/visibility.ts';
import type { MutationResolvers, UserResolvers } from '../generated/resolvers.ts';
import { addAddress } from './addAddress.ts';
import { entriesOf } from './domain/addressBook.ts';
import { removeAddress } from './removeAddress.ts';
import { updateAddress } from './updateAddress.ts';

export const addresses = {
  Mutation: {
    addAddress: (_, args, { dependencies, identity }) => addAddress(dependencies, callerId(identity), args),
    updateAddress: (_, args, { dependencies, identity }) =>
      updateAddress(dependencies, callerId(identity), args),
    removeAddress: async (_, args, { dependencies, identity }) => {
      await removeAddress(dependencies, callerId(identity), args);
      return true;
    },
  },
  User: {
    addresses: (view) => entriesOf(visibleAccount(view)),
  },
} satisfies { Mutation: Partial<MutationResolvers>; User: UserResolvers };
