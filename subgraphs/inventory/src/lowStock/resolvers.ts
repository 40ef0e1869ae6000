import { isId } from '@holdfast/kit-base/ids';
import { pageRequest } from '@holdfast/kit-values/page';
import { validate } from '@holdfast/kit-values/validation';
import type { MutationResolvers, QueryResolvers, StockItemResolvers } from '../generated/resolvers.ts';
import { validateItemFilter } from '../ledger/input.ts';
import { LOW } from '../stock/queries/stockItems.ts';
import { stockItemPage } from '../stock/stockItemPage.ts';
import { thresholdInput } from './input.ts';
import { setReorderThreshold } from './setReorderThreshold.ts';

export const lowStockResolvers = {
  Query: {
    lowStock: (_root, args, { deps }) =>
      stockItemPage(deps, validateItemFilter(args), pageRequest(args, [isId, isId]), LOW),
  },
  Mutation: {
    setReorderThreshold: (_root, args, { deps, actor }) =>
      setReorderThreshold(deps, { ...validate(thresholdInput, args), actor }),
  },
  StockItem: {
    low: ({ onHand, reserved, reorderThreshold }) => onHand - reserved <= reorderThreshold,
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
  StockItem: StockItemResolvers;
};
