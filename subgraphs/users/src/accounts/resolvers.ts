import type { MutationResolvers, QueryResolvers, UserResolvers } from '../generated/resolvers.ts';
import { callerId, visibleAccount } from './domain/visibility.ts';
import { readMe, readReference, readUser } from './readUser.ts';
import { updateProfile } from './updateProfile.ts';

export const accounts = {
  Query: {
    me: (_, __, { loadUser, identity }) => readMe(loadUser, identity),
    user: (_, { id }, { loadUser, identity }) => readUser(loadUser, identity, { id }),
  },
  Mutation: {
    updateProfile: (_, { input }, { dependencies, identity }) =>
      updateProfile(dependencies, callerId(identity), input),
  },
  User: {
    __resolveReference: ({ id }, { loadUser, identity }) => readReference(loadUser, identity, id),
    id: ({ user }) => user.id,
    name: ({ user }) => user.name,
    createdAt: ({ user }) => user.createdAt,
    email: (view) => visibleAccount(view).email,
    emailVerified: (view) => visibleAccount(view).emailVerified,
    roles: (view) => [...visibleAccount(view).roles],
  },
} satisfies { Query: Partial<QueryResolvers>; Mutation: Partial<MutationResolvers>; User: UserResolvers };
