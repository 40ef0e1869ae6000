import { isId } from '@holdfast/kit-base/ids';
import { pageRequest } from '@holdfast/kit-values/page';
import { validate } from '@holdfast/kit-values/validation';
import type {
  MutationResolvers,
  ProductResolvers,
  QueryResolvers,
  StockItemResolvers,
} from '../generated/resolvers.ts';
import { validateItemFilter } from '../ledger/input.ts';
import { adjustStock } from './adjustStock.ts';
import { adjustInput, receiveInput, transferInput } from './input.ts';
import { receiveStock } from './receiveStock.ts';
import { stockItemPage } from './stockItemPage.ts';
import { transferStock } from './transferStock.ts';

export const stockResolvers = {
  Query: {
    stockItems: (_root, args, { deps }) =>
      stockItemPage(deps, validateItemFilter(args), pageRequest(args, [isId, isId])),
  },
  Mutation: {
    receiveStock: (_root, args, { deps, actor }) =>
      receiveStock(deps, { ...validate(receiveInput, withNulls(args)), actor }),
    adjustStock: (_root, args, { deps, actor }) =>
      adjustStock(deps, { ...validate(adjustInput, withNulls(args)), actor }),
    transferStock: (_root, args, { deps, actor }) =>
      transferStock(deps, { ...validate(transferInput, withNulls(args)), actor }),
  },
  Product: {
    stock: ({ id }, _args, { stockItems }) => stockItems.load(id),
  },
  StockItem: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
    available: ({ onHand, reserved }) => onHand - reserved,
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
  Product: ProductResolvers;
  StockItem: StockItemResolvers;
};

/** Returns the arguments with null for optional ones that are missing. */
function withNulls<Args extends { idempotencyKey?: string | null; reason?: string | null }>(args: Args) {
  return { ...args, reason: args.reason ?? null, idempotencyKey: args.idempotencyKey ?? null };
}
