import type { MutationResolvers } from '../generated/resolvers.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { refreshSession } from './refreshSession.ts';

export const sessions = {
  Mutation: {
    login: (_, args, { dependencies, network }) => login(dependencies, network, args),
    refreshSession: (_, args, { dependencies }) => refreshSession(dependencies, args),
    logout: async (_, args, { dependencies }) => {
      await logout(dependencies, args);
      return true;
    },
  },
} satisfies { Mutation: Partial<MutationResolvers> };
