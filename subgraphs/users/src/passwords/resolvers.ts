import { callerId } from '../accounts/domain/visibility.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { changePassword } from './changePassword.ts';
import { requestPasswordReset } from './requestPasswordReset.ts';
import { resetPassword } from './resetPassword.ts';

export const passwords = {
  Mutation: {
    changePassword: (_, args, { dependencies, identity, network }) =>
      changePassword(dependencies, { userId: callerId(identity), network }, args),
    requestPasswordReset: async (_, args, { dependencies, network }) => {
      await requestPasswordReset(dependencies, network, args);
      return true;
    },
    resetPassword: (_, args, { dependencies, network }) => resetPassword(dependencies, network, args),
  },
} satisfies { Mutation: Partial<MutationResolvers> };
