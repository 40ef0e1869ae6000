import { scalars } from '@holdfast/kit-values/scalars';
import { categoryResolvers } from './categories/resolvers.ts';
import { deletionResolvers } from './categoryDeletion/resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { listResolvers } from './lists/resolvers.ts';
import { productResolvers } from './products/resolvers.ts';

export const resolvers: Resolvers & typeof scalars = {
  ...scalars,
  Query: { ...productResolvers.Query, ...listResolvers.Query, ...categoryResolvers.Query },
  Mutation: {
    ...productResolvers.Mutation,
    ...categoryResolvers.Mutation,
    ...deletionResolvers.Mutation,
  },
  Product: productResolvers.Product,
  Category: { ...categoryResolvers.Category, ...listResolvers.Category },
  User: listResolvers.User,
};
