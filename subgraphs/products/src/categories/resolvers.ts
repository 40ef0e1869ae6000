import type { CategoryResolvers, MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { createCategory } from './createCategory.ts';
import { readCategory, readCategoryReference, readTopCategories } from './readCategory.ts';
import { updateCategory } from './updateCategory.ts';

export const categoryResolvers = {
  Query: {
    categories: (_, __, { dependencies }) => readTopCategories(dependencies),
    category: (_, key, { dependencies, loaders }) => readCategory(dependencies, loaders, key),
  },
  Mutation: {
    createCategory: (_, { input }, { dependencies, identity }) =>
      createCategory(dependencies, input, ['input'], identity.user?.id ?? null),
    updateCategory: (_, update, { dependencies, identity }) =>
      updateCategory(dependencies, update, identity.user?.id ?? null),
  },
  Category: {
    __resolveReference: ({ id }, { loaders }) => readCategoryReference(loaders, id),
    parent: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.category(parentId)),
    children: ({ id }, _, { loaders }) => loaders.children(id),
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
  Category: CategoryResolvers;
};
