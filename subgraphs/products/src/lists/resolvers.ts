import { isId } from '@holdfast/kit-base/ids';
import type { CategoryResolvers, QueryResolvers, UserResolvers } from '../generated/resolvers.ts';
import { listProducts } from './listProducts.ts';
import { searchProducts } from './searchProducts.ts';

export const listResolvers = {
  Query: {
    products: (_, search, { dependencies, identity }) => searchProducts(dependencies, identity, search),
  },
  Category: {
    products: ({ id }, page, { dependencies }) =>
      listProducts(dependencies, { status: 'ACTIVE', categoryIds: [id] }, page),
  },
  User: {
    // The account is not looked up, but GraphQL does not check representations.
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    products: ({ id }, page, { dependencies }) =>
      listProducts(dependencies, { status: 'ACTIVE', sellerId: id }, page),
  },
} satisfies { Query: Partial<QueryResolvers>; Category: CategoryResolvers; User: UserResolvers };
