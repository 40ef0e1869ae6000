import { validate } from '@holdfast/kit-values/validation';
import type { MutationResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { createWarehouse } from './createWarehouse.ts';
import { warehouseInput } from './input.ts';
import { findWarehouses } from './queries.ts';

export const warehouseResolvers = {
  Query: {
    warehouses: (_root, _args, { deps }) => findWarehouses(deps.database, null),
  },
  Mutation: {
    createWarehouse: (_root, args, { deps, actor }) =>
      createWarehouse(deps, { ...validate(warehouseInput, args), actor }),
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
};
