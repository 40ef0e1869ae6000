import type { MutationResolvers } from '../generated/resolvers.ts';
import { deleteCategory } from './deleteCategory.ts';

export const deletionResolvers = {
  Mutation: {
    deleteCategory: (_, { id }, { dependencies, identity }) =>
      deleteCategory(dependencies, id, identity.user?.id ?? null),
  },
} satisfies { Mutation: Partial<MutationResolvers> };
