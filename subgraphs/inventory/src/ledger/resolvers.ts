import { pageRequest } from '@holdfast/kit-values/page';
import type { ProductResolvers, QueryResolvers, StockMovementResolvers } from '../generated/resolvers.ts';
import { validateItemFilter } from './input.ts';
import { movementPage } from './movementPage.ts';

export const ledgerResolvers = {
  Query: {
    stockMovements: (_root, args, { deps }) =>
      movementPage(
        deps,
        { ...validateItemFilter(args), kind: args.kind ?? null },
        pageRequest(args, [isLedgerId]),
      ),
  },
  Product: {
    stockMovements: ({ id }, args, { deps }) =>
      movementPage(deps, { productId: id, warehouseId: null, kind: null }, pageRequest(args, [isLedgerId])),
  },
  StockMovement: {
    id: ({ id }) => String(id),
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Product: ProductResolvers;
  StockMovement: StockMovementResolvers;
};

/** Returns true for a PostgreSQL bigint above zero. */
function isLedgerId(part: string): boolean {
  return /^[1-9]\d{0,17}$/.test(part);
}
