import { isId } from '@holdfast/kit-base/ids';
import { pageRequest } from '@holdfast/kit-values/page';
import { scalars } from '@holdfast/kit-values/scalars';
import { id, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { LineReference } from './domain/product.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { lowStockPage, movementPage, stockItemPage } from './pages.ts';
import { mutations } from './resolvers/mutations.ts';
import type { StockItemFilter } from './store/findStockItems.ts';
import { findWarehouses } from './store/findWarehouses.ts';
import { visibleTo } from './visibleTo.ts';

/** What a line of orders refers to. */
const soldProduct = {
  __resolveReference: (line: LineReference) => line,
  product: ({ productId: id, productKind: kind }: LineReference) =>
    ({ __typename: 'Product', id, kind }) as const,
};

const filterArguments = z.object({ productId: id.nullable(), warehouseId: id.nullable() });

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    warehouses: (_root, _args, { deps }) => findWarehouses(deps.database, null),
    stockItems: (_root, args, { deps }) =>
      stockItemPage(deps, validateFilter(args), pageRequest(args, [isId, isId])),
    lowStock: (_root, args, { deps }) =>
      lowStockPage(deps, validateFilter(args), pageRequest(args, [isId, isId])),
    stockMovements: (_root, args, { deps }) =>
      movementPage(
        deps,
        { ...validateFilter(args), kind: args.kind ?? null },
        pageRequest(args, [isLedgerId]),
      ),
    reservation: async (_root, args, { identity, reservations }) =>
      visibleTo(identity, await reservations.load(validate(id, args.id, ['id']))),
  },
  Mutation: mutations,
  ReserveStockResult: {
    __resolveType: (result) => ('shortages' in result ? 'InsufficientStock' : 'Reservation'),
  },
  Product: {
    __resolveReference: (reference) => reference,
    available: ({ id, kind }, _args, { availability }) => (kind === 'DIGITAL' ? null : availability.load(id)),
    inStock: async ({ id, kind }, _args, { availability }) =>
      kind === 'DIGITAL' || (await availability.load(id)) > 0,
    stock: ({ id }, _args, { stockItems }) => stockItems.load(id),
    stockMovements: ({ id }, args, { deps }) =>
      movementPage(deps, { productId: id, warehouseId: null, kind: null }, pageRequest(args, [isLedgerId])),
  },
  OrderLine: soldProduct,
  QuoteLine: soldProduct,
  Reservation: {
    __resolveReference: async ({ id }, { identity, reservations }) =>
      isId(id) ? visibleTo(identity, await reservations.load(id)) : null,
    lines: ({ id }, _args, { reservationLines }) => reservationLines.load(id),
  },
  ReservationLine: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
  },
  StockItem: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
    available: ({ onHand, reserved }) => onHand - reserved,
    low: ({ onHand, reserved, reorderThreshold }) => onHand - reserved <= reorderThreshold,
  },
  StockMovement: {
    id: ({ id }) => String(id),
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
  },
};

/** A bigint of PostgreSQL, above zero. */
function isLedgerId(part: string): boolean {
  return /^[1-9]\d{0,17}$/.test(part);
}

function validateFilter(args: { productId?: string | null; warehouseId?: string | null }): StockItemFilter {
  const { productId = null, warehouseId = null } = args;
  return validate(filterArguments, { productId, warehouseId });
}
