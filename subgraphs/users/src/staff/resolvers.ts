import { callerId } from '../accounts/domain/visibility.ts';
import type { MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { listUsers } from './listUsers.ts';
import { setUserRoles } from './setUserRoles.ts';

export const staff = {
  Query: {
    users: (_, args, { dependencies, identity }) => listUsers(dependencies, identity, args),
  },
  Mutation: {
    setUserRoles: (_, args, { dependencies, identity }) =>
      setUserRoles(dependencies, args, callerId(identity)),
  },
} satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers> };
