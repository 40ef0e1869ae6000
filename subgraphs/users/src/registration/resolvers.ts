import type { MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { accountExists } from './accountExists.ts';
import { register } from './register.ts';
import { verifyEmail } from './verifyEmail.ts';

export const registration = {
  Query: {
    accountExists: (_, args, { dependencies, network }) => accountExists(dependencies, network, args),
  },
  Mutation: {
    register: (_, { input }, { dependencies, network }) => register(dependencies, network, input),
    verifyEmail: (_, args, { dependencies, network }) => verifyEmail(dependencies, network, args),
  },
} satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers> };
